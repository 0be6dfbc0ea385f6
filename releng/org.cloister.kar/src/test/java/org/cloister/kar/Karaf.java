// SPDX-License-Identifier: Apache-2.0
package org.cloister.kar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A Karaf as it is unpacked, which asks no repository of the network, and its shell by {@code bin/client}. */
final class Karaf implements AutoCloseable {
    /** Newer ones have no security manager, without which Karaf 4.4 does not start. */
    private static final int LAST_JAVA = 23;

    private static final long PATIENCE_SECONDS = 120;
    private static final String COLOURS = "\u001b\\[[0-9;]*m";

    private final Path home;
    private final int port;
    private Process process;

    /** What a client printed, results and errors as they came, and what it ended with. */
    record Answer(int code, String text) {
        Answer done() {
            assertThat(code).as(text).isZero();
            return this;
        }
    }

    private Karaf(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    /** Unpacks and starts one, where there is one and this Java can run it. */
    static Karaf start(Path work, Path repository) throws Exception {
        Path archive = Path.of(System.getProperty("karaf", "karaf.tar.gz"));
        assumeThat(archive).as("Apache Karaf, which the build fetches").exists();
        assumeThat(Runtime.version().feature())
                .as("a Java that Karaf starts on")
                .isLessThanOrEqualTo(LAST_JAVA);
        remove(work);
        Files.createDirectories(work);
        run(List.of("tar", "-xzf", archive.toString(), "--strip-components=1", "-C", work.toString()));
        Karaf karaf = new Karaf(work.toAbsolutePath(), freePort());
        karaf.configure(repository.toAbsolutePath());
        karaf.start();
        return karaf;
    }

    private static void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(command.toString()).isZero();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void configure(Path repository) throws IOException {
        set("org.apache.karaf.shell.cfg", "sshPort = " + port);
        set("org.apache.karaf.management.cfg", "rmiRegistryPort = " + freePort(), "rmiServerPort = " + freePort());
        set(
                "users.properties",
                "karaf = karaf,_g_:admingroup",
                "_g_\\:admingroup = group,admin,manager,viewer,systembundles,ssh",
                "looker = looker,viewer,ssh",
                "warden = warden,viewer,manager,ssh");
        set(
                "org.ops4j.pax.url.mvn.cfg",
                "org.ops4j.pax.url.mvn.defaultRepositories = file:" + home + "/system@id=system@snapshots,file:" + home
                        + "/data/kar@id=kar@multi@snapshots",
                "org.ops4j.pax.url.mvn.repositories = file:" + repository + "@id=cloister@snapshots",
                "org.ops4j.pax.url.mvn.localRepository = " + home.resolve("m2"));
    }

    /** In place of what stands there, but for the settings of the file that are not named. */
    private void set(String file, String... lines) throws IOException {
        Path path = home.resolve("etc").resolve(file);
        List<String> names = Stream.of(lines).map(line -> line.split(" = ")[0]).toList();
        List<String> kept = new ArrayList<>();
        boolean skipped = false;
        for (String line : Files.readAllLines(path)) {
            skipped = names.stream().anyMatch(name -> line.replace(" ", "").startsWith(name.replace(" ", "") + "="))
                    || skipped && !line.isBlank() && !line.startsWith("#") && line.startsWith(" ");
            if (!skipped) {
                kept.add(line);
            }
        }
        kept.addAll(List.of(lines));
        Files.write(path, kept);
    }

    private void start() throws Exception {
        ProcessBuilder karaf = new ProcessBuilder(home.resolve("bin/karaf").toString(), "server");
        karaf.environment().put("JAVA_HOME", System.getProperty("java.home"));
        karaf.environment().keySet().removeAll(List.of("KARAF_HOME", "KARAF_DATA", "KARAF_OPTS", "JAVA_OPTS"));
        process = karaf.redirectErrorStream(true)
                .redirectOutput(home.resolve("karaf.out").toFile())
                .start();
        await("bundle:list");
    }

    /** Waits until a command is there and works. */
    void await(String command) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (run(command).code() != 0) {
            assertThat(process.isAlive())
                    .as("Karaf, see " + home + "/karaf.out")
                    .isTrue();
            assertThat(System.nanoTime()).as(command + " works").isLessThan(end);
        }
    }

    /** Stops it in order and starts it with what it kept. */
    void restart() throws Exception {
        close();
        start();
    }

    /** Runs commands, one a line, as the administrator. */
    Answer run(String... commands) throws Exception {
        return as("karaf", commands);
    }

    /** Runs commands as a user, whose password is the name. */
    Answer as(String user, String... commands) throws Exception {
        ProcessBuilder client = new ProcessBuilder(
                home.resolve("bin/client").toString(), "-a", "" + port, "-u", user, "-p", user, "-b");
        client.environment().put("JAVA_HOME", System.getProperty("java.home"));
        client.environment().put("TERM", "dumb");
        Process running = client.redirectErrorStream(true).start();
        try (OutputStream in = running.getOutputStream()) {
            in.write(String.join("\n", commands).getBytes(StandardCharsets.UTF_8));
        }
        String text = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Answer(running.exitValue(), text.replaceAll(COLOURS, ""));
    }

    Path file(String name) {
        return home.resolve(name);
    }

    /** Its script has Java in a process of its own. */
    @Override
    public void close() throws Exception {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                one.destroyForcibly();
                throw e;
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
