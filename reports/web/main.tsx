import { render } from 'preact';
import { App } from './app.tsx';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/frame.css';
import './styles/checks.css';
import './styles/sign-in.css';
import './styles/filters.css';
import './styles/visuals.css';
import './styles/heat-map.css';
import './styles/call-table.css';
import './styles/call.css';
import './styles/transcript.css';
import './styles/print.css';

const root = document.getElementById('app');
if (root) render(<App />, root);
