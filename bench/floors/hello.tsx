/** The least an Ink program can be: what a first frame and a process of memory are measured against. */
import { render, Text } from 'ink';

render(<Text>hello world</Text>);
// A dashboard stays: so does this, until it is ended.
setTimeout(() => {}, 2 ** 30);
