// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * What the program writes below a folder that is everybody's lies in one folder that nobody else can enter, from the
 * first moment to the last: seen by the events of the folder above, under an umask that takes nothing away. Whichever
 * framework runs the test runs the program.
 */
@Timeout(180)
class StorageIT {
    private static final Path HOME = Path.of(System.getProperty("distribution"));
    private static final List<String> PARTS =
            List.of("cli", "owner", "monitor", "probe", "kvm", "amd", "amd.channel", "definition", "api");
    private static final int FOLDER_OF_USER_ALONE = 040700;
    private static final int STICKY_FOR_ALL = 01777;
    private static final String END = "end-of-watch";

    @TempDir
    private Path folder;

    /** What happened to an entry, and what it was then. */
    private record Seen(String kind, String name, Map<String, Object> entry) {}

    @ParameterizedTest
    @ValueSource(strings = {"launch --type sev-snp --platform emulated", "platform status --platform emulated"})
    void isMadeOnceForThisUserAloneAndRemoved(String command) throws Exception {
        List<Seen> seen = watched(() -> {
            Process process = start(command);
            assertThat(process.waitFor()).as(told()).isZero();
        });
        assertOneFolder(seen);
        assertThat(temporary()).isEmptyDirectory();
    }

    @Test
    void staysTheSameWhileAPlatformRuns() throws Exception {
        List<Seen> seen = watched(() -> {
            Process platform = serve();
            assertThat(start("launch --connect --run run --platform emulated").waitFor())
                    .as(told())
                    .isZero();
            // By its handle, as Process.destroy() closes the streams too
            platform.toHandle().destroy();
            String said = platform.errorReader().lines().collect(Collectors.joining("\n"));
            assertThat(said).contains("the platform ends");
            assertThat(platform.waitFor()).as(said).isZero();
        });
        assertOneFolder(seen);
        assertThat(temporary()).isEmptyDirectory();
    }

    @Test
    void whatAKilledPlatformLeftIsRemovedByTheNextStart() throws Exception {
        temporary();
        Process platform = serve();
        platform.destroyForcibly().waitFor();
        assertThat(temporary()).isNotEmptyDirectory();
        assertThat(start("platform status --platform emulated").waitFor())
                .as(told())
                .isZero();
        assertThat(temporary()).isEmptyDirectory();
    }

    private Process serve() throws IOException {
        Process platform = process("serve --run run")
                .redirectError(ProcessBuilder.Redirect.PIPE)
                .start();
        // Behind what newer Javas warn of
        String line = platform.errorReader().readLine();
        while (line != null && !line.contains("the platform runs")) {
            line = platform.errorReader().readLine();
        }
        assertThat(line).as("the line that says that it runs").isNotNull();
        return platform;
    }

    private static void assertOneFolder(List<Seen> seen) {
        List<Seen> first =
                seen.stream().filter(one -> one.kind().equals("ENTRY_CREATE")).toList();
        assertThat(first).as(seen.toString()).hasSize(1);
        Map<String, Object> made = first.get(0).entry();
        assertThat(made).containsEntry("mode", FOLDER_OF_USER_ALONE);
        for (Seen one : seen) {
            assertThat(one.name()).isEqualTo(first.get(0).name());
            if (!one.kind().equals("ENTRY_DELETE") && !one.entry().isEmpty()) {
                assertThat(one.entry()).isEqualTo(made);
            }
        }
        assertThat(seen.get(0).kind()).isEqualTo("ENTRY_CREATE");
        assertThat(seen.stream().filter(one -> one.kind().equals("ENTRY_DELETE")))
                .singleElement()
                .isEqualTo(seen.get(seen.size() - 1));
    }

    /** What a test does meanwhile. */
    private interface Work {
        void run() throws Exception;
    }

    private List<Seen> watched(Work work) throws Exception {
        Path temporary = temporary();
        List<Seen> seen = new ArrayList<>();
        try (WatchService watch = temporary.getFileSystem().newWatchService()) {
            temporary.register(
                    watch,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            Thread watcher = new Thread(() -> follow(watch, seen), "watcher");
            watcher.start();
            try {
                work.run();
            } finally {
                Path end = Files.createFile(temporary.resolve(END));
                watcher.join();
                Files.delete(end);
            }
        }
        return seen;
    }

    private void follow(WatchService watch, List<Seen> seen) {
        try {
            while (true) {
                WatchKey key = watch.poll(1, TimeUnit.MINUTES);
                for (WatchEvent<?> event : key.pollEvents()) {
                    String name = event.context().toString();
                    if (name.equals(END)) {
                        return;
                    }
                    Seen one = new Seen(event.kind().name(), name, entry(folder.resolve("tmp/" + name)));
                    for (int i = 0; i < event.count(); i++) {
                        seen.add(one);
                    }
                }
                key.reset();
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> entry(Path path) throws IOException {
        try {
            return Files.readAttributes(path, "unix:mode,uid,ino", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException gone) {
            return Map.of();
        }
    }

    private Path temporary() throws IOException {
        Path temporary = folder.resolve("tmp");
        if (Files.notExists(temporary)) {
            Files.createDirectory(temporary);
            Files.setAttribute(temporary, "unix:mode", STICKY_FOR_ALL);
        }
        return temporary;
    }

    private Process start(String arguments) throws IOException {
        return process(arguments).start();
    }

    private ProcessBuilder process(String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 0; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + temporary(),
                "-Dcloister.home=" + HOME,
                "-Djna.boot.library.path=" + HOME.resolve("lib/native/com/sun/jna/linux-x86-64"),
                "-XX:-UsePerfData",
                "-cp",
                classPath(),
                "org.cloister.launcher.Main"));
        command.addAll(List.of(arguments.split(" ")));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
    }

    /** As the program's script has it, with the framework that this test runs with. */
    private static String classPath() {
        String framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .getClass()
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        Stream<String> ours = PARTS.stream().map(part -> "org.cloister." + part);
        Stream<String> jars = Stream.concat(ours, Stream.of("picocli", "gson", "jna"))
                .map(name -> HOME.resolve("bundle").resolve(name + ".jar").toString());
        Stream<String> launcher =
                Stream.of(HOME.resolve("lib/org.cloister.launcher.jar").toString(), framework);
        return Stream.concat(launcher, jars).collect(Collectors.joining(File.pathSeparator));
    }

    private String told() throws IOException {
        return Files.readString(folder.resolve("err"));
    }
}
