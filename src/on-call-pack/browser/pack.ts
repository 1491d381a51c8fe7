// What runs in the on-call pack. In this order: should the desk fail, every page can still be found and read.
import './pack.css';
import './pages.ts';
import './search.ts';
import './notices.ts';
import '../../incident/browser/page.ts';
