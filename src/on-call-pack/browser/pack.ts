// What runs in the on-call pack. In this order: should what is worked on fail, every page can still be found and read.
import './pack.css';
import './pages.ts';
import './search.ts';
import './notices.ts';
import './checklists.ts';
import '../../incident/browser/page.ts';
