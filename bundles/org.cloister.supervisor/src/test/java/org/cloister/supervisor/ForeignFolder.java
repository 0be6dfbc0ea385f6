// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.testing.Needs;

/**
 * A folder with programs of another Debian, as releng/foreign-folder makes it. Each program runs in a mount namespace
 * of its own, with this host's devices and temporary files and a clean {@code /run}: nothing stays in the folder.
 */
record ForeignFolder(Path root) {
    private static final String ENTER = """
            root=$1; shift
            mount --rbind /dev "$root/dev" && mount -t proc proc "$root/proc" && mount --rbind /sys "$root/sys" || exit 125
            mount --rbind /tmp "$root/tmp" && mount -t tmpfs run "$root/run" || exit 125
            for folder in cache lib log; do
                [ ! -d "$root/var/$folder/libvirt" ] || mount -t tmpfs libvirt "$root/var/$folder/libvirt" || exit 125
            done
            exec chroot "$root" "$@"
            """;

    /** Skips the test where the folder of a suite is missing, or cannot be used. */
    static ForeignFolder of(String suite) {
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(home -> !home.isEmpty())
                .orElse(System.getProperty("user.home") + "/.cache");
        Path root = Path.of(System.getProperty("cloister.foreign", cache + "/cloister-foreign"), suite);
        Needs.file(root.resolve("etc/cloister-foreign"));
        Needs.that(ProcessHandle.current().info().user().orElse("").equals("root"), () -> "root");
        Needs.program("unshare");
        Needs.that(Path.of(System.getProperty("java.io.tmpdir")).startsWith("/tmp"), () -> "temporary files in /tmp");
        return new ForeignFolder(root);
    }

    /** A file of the folder, as it is seen from outside; skips the test where it is missing. */
    Path file(String path) {
        return Needs.file(root.resolve(path.substring(1)));
    }

    /** What runs a program in it. */
    List<String> words(String... program) {
        List<String> words = new ArrayList<>(
                List.of("unshare", "-m", "--propagation", "private", "sh", "-c", ENTER, "sh", root.toString()));
        words.addAll(List.of(program));
        return words;
    }

    /** What a program says, its standard error included, and its exit status on a line behind that. */
    static List<String> said(List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return (text + "\nexit status " + process.waitFor())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
