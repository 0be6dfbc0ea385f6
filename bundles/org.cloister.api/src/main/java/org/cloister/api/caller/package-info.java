/**
 * The files that the caller of a command names. They are read and written with the caller's rights, from the caller's
 * folder on, wherever the command itself runs: {@link org.cloister.api.caller.LocalFiles} where that is one process,
 * and where it is two, {@link org.cloister.api.caller.RemoteFiles} beside the command and
 * {@link org.cloister.api.caller.ServedFiles} at the caller's.
 *
 * <p>Between those two go questions and answers, one answer to each question, each at most
 * {@value org.cloister.api.caller.RemoteFiles#MOST_MESSAGE} bytes. A question begins with a byte that says what is to
 * be done: open a file to read (1; where it was named, its name), read on (2), close it (3), begin a set of outputs (4;
 * whether files may be replaced), ask whether a name is free (5; the name), begin an output (6; whether it is a secret,
 * the name), write on (7; a piece), give all outputs their names (8), drop them (9). An answer begins with 0, and a
 * piece of the file follows where reading was asked for, none at its end; or with 1, and the problem follows. Texts are
 * UTF-8 behind their length in four bytes.
 */
@Version("1.2.0")
package org.cloister.api.caller;

import org.osgi.annotation.versioning.Version;
