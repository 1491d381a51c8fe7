import './styles/wiki-admin.css';

export type { GetToken } from './api/wiki-api.ts';
export { WikiAdmin, type WikiAdminProps } from './wiki-admin.tsx';
export { WikiEditor, type WikiEditorProps } from './wiki-editor.tsx';
