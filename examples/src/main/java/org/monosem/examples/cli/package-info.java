/**
 * The command line tool: {@code java -jar monosem.jar COMMAND}.
 *
 * <p>One class a command; each is also the example of the API that it calls. Results go to standard
 * output, as text or with {@code --json} as one JSON object; progress and logs go to standard
 * error. Exit codes: 0 success, 1 failure (one line says why), 2 wrong usage, 130 stopped by the
 * user.
 */
@NullMarked
package org.monosem.examples.cli;

import org.jspecify.annotations.NullMarked;
