// SPDX-License-Identifier: Apache-2.0
package org.cloister.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.Test;

/** What Karaf carries out for {@code help cloister}, in the shell that it is made of. */
class SubShellTest {
    private final SubShell shell =
            new SubShell(new TreeMap<>(Map.of("launch", "Launch a guest.", "list", "Show the guests.")));
    private final Map<Object, Object> variables = new HashMap<>(Map.of(Session.SCOPE, "shell:*"));

    private Session session() {
        return (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, called, arguments) -> called.getName().equals("put")
                        ? variables.put(arguments[0], arguments[1])
                        : variables.get(arguments[0]));
    }

    @Test
    void listsItsCommandsWithTheirMeanings() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ThreadIOImpl threads = new ThreadIOImpl();
        threads.start();
        CommandProcessorImpl gogo = new CommandProcessorImpl(threads);
        Function command = (session, words) -> shell.execute(session(), words);
        gogo.addCommand("test", command, "cloister");
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        try (CommandSession session = gogo.createSession(InputStream.nullInputStream(), stream, stream)) {
            session.execute("test:cloister --help");
        } finally {
            gogo.stop();
            threads.stop();
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .startsWith("cloister:launch  Launch a guest.", "cloister:list    Show the guests.");
        assertThat(variables).doesNotContainKey(Session.SUBSHELL);
    }

    @Test
    void aloneItIsEntered() throws Exception {
        shell.execute(session(), List.of());
        assertThat(variables)
                .containsEntry(Session.SUBSHELL, "cloister")
                .containsEntry(Session.SCOPE, "cloister:shell:*");
    }

    @Test
    void whatIsNotACommandIsRefused() {
        assertThatThrownBy(() -> shell.execute(session(), List.of("launch")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("cloister:NAME");
    }
}
