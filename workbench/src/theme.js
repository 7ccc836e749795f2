// The colours are those of the page: its variables reach into the shadow root.
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const look = EditorView.theme({
  '&': {
    border: '1px solid var(--edge)',
    borderRadius: '3px',
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    fontSize: '0.875rem',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5', maxHeight: '70vh', minHeight: '9em' },
  '.cm-content': { padding: '0.5rem 0', caretColor: 'var(--ink)' },
  '&.cm-focused .cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--raised)', color: 'var(--quiet)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--ink)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--rule)' },
  '.cm-tooltip': {
    maxWidth: 'min(40rem, calc(100vw - 2rem))',
    border: '1px solid var(--edge)',
    borderRadius: '3px',
    backgroundColor: 'var(--paper)',
    color: 'var(--ink)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--sans)', maxHeight: '16em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.1875rem 0.5rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--on-accent)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > completion-section': {
    borderBottom: 'none',
    color: 'var(--quiet)',
    opacity: '1',
  },
  '.cm-completionDetail': { fontStyle: 'normal', fontFamily: 'var(--mono)', fontSize: '0.75rem' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-diagnostic': { fontFamily: 'var(--sans)', padding: '0.375rem 0.625rem' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--warm-ink)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--edge)' },
  '.cm-lintRange-error, .cm-lintRange-warning': {
    backgroundImage: 'none',
    paddingBottom: '0',
    textDecoration: 'underline wavy var(--warm-ink)',
    textUnderlineOffset: '0.2em',
    textDecorationSkipInk: 'none',
  },
  '.cm-lintRange-warning': { textDecoration: 'underline dotted var(--quiet) 2px' },
  '.cm-lintPoint:after': { borderBottomColor: 'var(--warm-ink)' },
  '@media (max-width: 40rem)': { '&': { fontSize: '1rem' } },
});

const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.comment, tags.annotation, tags.typeName], color: 'var(--quiet)' },
  { tag: [tags.string, tags.integer, tags.float, tags.bool], color: 'var(--warm-ink)' },
]);

export const theme = [look, syntaxHighlighting(highlight)];
