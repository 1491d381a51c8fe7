import { WikiAdmin, type WikiAdminProps } from './wiki-admin.tsx';

export interface WikiEditorProps extends Omit<WikiAdminProps, 'path'> {
  /** The article to edit. */
  articleId: string;
}

/** One article of the wiki in the editor, without the list. */
export function WikiEditor({ articleId, ...props }: WikiEditorProps) {
  return <WikiAdmin {...props} path={`/articles/${articleId}`} />;
}
