import ts from 'typescript';

/**
 * Names of the steps that a lifecycle's source asks for: `name` beside `kind` in a step, or a text given to a function of the
 * file that makes it a step's name. What is put into a name when the story runs, as in `notice-7`, may be anything.
 */
export function stepNamesIn(source: string): RegExp[] {
  const parsed = ts.createSourceFile('story.ts', source, ts.ScriptTarget.Latest, true);
  const names: RegExp[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'name' && isStep(node.parent)) {
      names.push(...patternOf(node.initializer));
    }
    if (ts.isCallExpression(node) && namingCalls.has(node.expression.getText())) {
      const [, name] = node.arguments;
      if (name) names.push(...patternOf(name));
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return names;
}

/** Functions that take a context and a step's name. */
const namingCalls = new Set(['ask', 'mail']);

/** A step has its kind beside its name, or gets it from another object; a campaign's settings have neither. */
function isStep(node: ts.Node): boolean {
  if (!ts.isObjectLiteralExpression(node)) return false;
  return node.properties.some(
    (property) =>
      (ts.isPropertyAssignment(property) && property.name.getText() === 'kind') ||
      (ts.isSpreadAssignment(property) && property.expression.getText() === 'step'),
  );
}

function patternOf(name: ts.Expression): RegExp[] {
  if (ts.isStringLiteralLike(name)) return [new RegExp(`^${name.text}$`)];
  if (!ts.isTemplateExpression(name)) return [];
  return [new RegExp(`^${name.head.text}${name.templateSpans.map(({ literal }) => `.+${literal.text}`).join('')}$`)];
}
