// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A libvirt that is supervised, with every QEMU that it begins. Its clients are not. */
final class ForeignLibvirt implements AutoCloseable {
    private static final String URI = "qemu:///system";

    private final RunningProgram daemon;

    /** Waits until it answers. */
    ForeignLibvirt(SupervisedHost host, ForeignFolder folder, Path files) {
        List<String> words =
                new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >" + files.resolve("libvirtd.log") + " 2>&1", "sh"));
        words.addAll(folder.words("/bin/sh", "-c", "/usr/sbin/virtlogd -d && exec /usr/sbin/libvirtd"));
        daemon = host.begin(words.toArray(String[]::new));
        Awaited.until("libvirt answers", () -> answers() || !Files.exists(Path.of("/proc/" + daemon.process())));
    }

    private boolean answers() {
        try {
            return run("virsh", "-c", URI, "uri").contains("exit status 0");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What a program beside it says, with its exit status on the last line. */
    List<String> run(String... program) throws Exception {
        List<String> words = new ArrayList<>(List.of("nsenter", "-t", "" + daemon.process(), "-m", "-r", "-w"));
        words.addAll(List.of(program));
        return ForeignFolder.said(words);
    }

    /** What virsh says where it may fail. */
    List<String> ask(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("virsh", "-c", URI));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    /** What virsh says; it succeeds. */
    List<String> virsh(String... words) throws Exception {
        List<String> said = ask(words);
        assertThat(said).as(String.join(" ", words)).contains("exit status 0");
        return said;
    }

    /** The value in a line of virsh, behind a name and a colon. */
    static String value(List<String> said, String name) {
        return said.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + said));
    }

    @Override
    public void close() {
        daemon.close();
    }
}
