// SPDX-License-Identifier: Apache-2.0
package org.cloister.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.junit.jupiter.api.Test;

/** The words that Karaf offers behind those of a line. */
class WordCompleterTest {
    private final List<List<String>> asked = new ArrayList<>();
    private final WordCompleter completer = new WordCompleter("launch", false, words -> {
        asked.add(words);
        return new LinkedHashMap<>(Map.of("--type", "The guest type."));
    });

    /** A line with the cursor at its end. */
    private record Line(String... words) implements CommandLine {
        @Override
        public int getCursorArgumentIndex() {
            return words.length - 1;
        }

        @Override
        public String getCursorArgument() {
            return words[words.length - 1];
        }

        @Override
        public int getArgumentPosition() {
            return getCursorArgument().length();
        }

        @Override
        public String[] getArguments() {
            return words;
        }

        @Override
        public int getBufferPosition() {
            return getBuffer().length();
        }

        @Override
        public String getBuffer() {
            return String.join(" ", words);
        }
    }

    private List<Candidate> candidates(String... words) {
        Session session = (Session) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("resolveCommand");
                    return ((String) arguments[0]).contains(":") ? arguments[0] : "cloister:" + arguments[0];
                });
        List<Candidate> candidates = new ArrayList<>();
        completer.completeCandidates(session, new Line(words), candidates);
        return candidates;
    }

    @Test
    void offersItsOwnName() {
        assertThat(candidates("cloi")).extracting(Candidate::value).containsExactly("cloister:launch");
        assertThat(candidates("bun")).isEmpty();
    }

    @Test
    void offersWhatCanFollowWithItsMeaning() {
        assertThat(candidates("cloister:launch", "--vcpus", "2", "--t"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.value()).isEqualTo("--type");
                    assertThat(one.descr()).isEqualTo("The guest type.");
                });
        assertThat(asked).containsExactly(List.of("launch", "--vcpus", "2"));
        assertThat(candidates("launch", "--x")).isEmpty();
    }

    @Test
    void leavesOtherCommandsToTheirs() {
        assertThat(candidates("cloister:stop", "--")).isEmpty();
        assertThat(asked).isEmpty();
    }
}
