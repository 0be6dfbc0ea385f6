// SPDX-License-Identifier: Apache-2.0
package org.cloister.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.cloister.api.host.HostFacts;
import org.cloister.probe.facts.CapturedFacts;

/** Captures of hosts: the index of one in a folder, or a whole archive. */
final class CapturedHosts {
    private static final Path FOLDER = folder();
    private static final byte[] HEAD = "cloister facts 1\n".getBytes(StandardCharsets.US_ASCII);

    private CapturedHosts() {}

    static void read(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        try {
            if ((input[0] & 1) == 0) {
                byte[] index = Arrays.copyOf(HEAD, HEAD.length + rest.length);
                System.arraycopy(rest, 0, index, HEAD.length, rest.length);
                Files.write(FOLDER.resolve("folder/cloister-facts.txt"), index);
                ask(FOLDER.resolve("folder"));
            } else {
                ask(Files.write(FOLDER.resolve("host.zip"), rest));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ask(Path place) {
        try (CapturedFacts facts = CapturedFacts.open(place)) {
            facts.file("/a", 16);
            facts.folder("/a");
            facts.cpuid(0, 0);
            facts.msr(0);
            facts.node("/a");
            facts.device("/a", true);
            facts.ioctl(HostFacts.Ioctl.of("/a", 0, 0));
            facts.machineIoctl(HostFacts.Ioctl.of("/a", 0, 0));
        }
    }

    private static Path folder() {
        try {
            Path made = Files.createTempDirectory("cloister-fuzz");
            Path inner = Files.createDirectory(made.resolve("folder"));
            for (Path each : new Path[] {made, inner, inner.resolve("cloister-facts.txt"), made.resolve("host.zip")}) {
                each.toFile().deleteOnExit();
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
