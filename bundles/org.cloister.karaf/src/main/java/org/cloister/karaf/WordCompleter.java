// SPDX-License-Identifier: Apache-2.0
package org.cloister.karaf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;

/**
 * Completes the name of a command and the words behind it. Karaf asks the completers of all commands; each answers for
 * its own.
 *
 * @param scoped whether the name is typed without its scope
 */
record WordCompleter(String name, boolean scoped, Function<List<String>, Map<String, String>> completion)
        implements Completer {
    @Override
    public int complete(Session session, CommandLine line, List<String> values) {
        List<Candidate> candidates = new ArrayList<>();
        completeCandidates(session, line, candidates);
        candidates.forEach(one -> values.add(one.value()));
        return line.getBufferPosition() - line.getArgumentPosition();
    }

    @Override
    public void completeCandidates(Session session, CommandLine line, List<Candidate> candidates) {
        int cursor = line.getCursorArgumentIndex();
        String begin = line.getCursorArgument() == null
                ? ""
                : line.getCursorArgument().substring(0, line.getArgumentPosition());
        if (cursor == 0) {
            add(begin, scoped ? name : KarafCommand.SCOPE + ":" + name, null, candidates);
            return;
        }
        String[] words = line.getArguments();
        if (!(KarafCommand.SCOPE + ":" + name).equals(session.resolveCommand(words[0]))) {
            return;
        }
        List<String> before = new ArrayList<>(List.of(name));
        before.addAll(Arrays.asList(words).subList(1, cursor));
        completion.apply(before).forEach((word, meaning) -> add(begin, word, meaning, candidates));
    }

    private static void add(String begin, String word, String meaning, List<Candidate> candidates) {
        if (word.startsWith(begin)) {
            candidates.add(new Candidate(word, word, null, meaning, null, null, true));
        }
    }
}
