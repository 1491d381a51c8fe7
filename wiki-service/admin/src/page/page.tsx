import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { EditorPage } from './editor-page.tsx';
import '../styles/wiki-admin.css';
import './page.css';

const root = document.getElementById('editor');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <EditorPage />
    </StrictMode>,
  );
}
