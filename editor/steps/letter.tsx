import { Lexer, type Token, type Tokens } from 'marked';
import { createElement, Fragment, type ReactNode } from 'react';

/** An email as it will read: its Markdown as plain elements. Links are shown and lead nowhere; HTML is text. */
export const Letter = ({ text }: { text: string }) => (
  <>{blocks(new Lexer({ gfm: true, breaks: true }).lex(text))}</>
);

const blocks = (tokens: readonly Token[]): ReactNode =>
  tokens.map((token, index) => <Fragment key={index}>{block(token)}</Fragment>);

function block(token: Token): ReactNode {
  switch (token.type) {
    case 'space':
      return null;
    case 'paragraph': {
      const { tokens } = token as Tokens.Paragraph;
      const only = tokens.length === 1 && tokens[0]?.type === 'link' ? (tokens[0] as Tokens.Link) : null;
      return only && only.text !== only.href ? (
        <p>
          <span className="st-cta">{inline(only.tokens)}</span>
        </p>
      ) : (
        <p>{inline(tokens)}</p>
      );
    }
    case 'heading':
      return <p className="strong">{inline((token as Tokens.Heading).tokens)}</p>;
    case 'list': {
      const { ordered, items } = token as Tokens.List;
      return createElement(
        ordered ? 'ol' : 'ul',
        null,
        items.map((item, index) => <li key={index}>{blocks(item.tokens)}</li>),
      );
    }
    case 'blockquote':
      return <blockquote>{blocks((token as Tokens.Blockquote).tokens)}</blockquote>;
    case 'hr':
      return <hr />;
    default:
      return 'tokens' in token && token.tokens ? inline(token.tokens) : token.raw;
  }
}

const inline = (tokens: readonly Token[]): ReactNode =>
  tokens.map((token, index) => <Fragment key={index}>{word(token)}</Fragment>);

function word(token: Token): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline((token as Tokens.Strong).tokens)}</strong>;
    case 'em':
      return <em>{inline((token as Tokens.Em).tokens)}</em>;
    case 'link':
      return <span className="st-link">{inline((token as Tokens.Link).tokens)}</span>;
    case 'br':
      return <br />;
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>;
    default:
      return 'text' in token ? (token.text as string) : token.raw;
  }
}
