// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The QEMU of a folder, paused, with a monitor.
 *
 * @param files where its sockets and its files are
 */
record ForeignQemu(ForeignFolder folder, Path files) {
    static final String FIRMWARE = "/usr/share/ovmf/OVMF.amdsev.fd";
    private static final String PROGRAM = "/usr/bin/qemu-system-x86_64";

    /** What begins it, and its errors in a file. */
    List<String> words(String name, List<String> more) {
        List<String> words = new ArrayList<>(List.of(
                PROGRAM,
                "-accel",
                "kvm",
                "-S",
                "-nodefaults",
                "-display",
                "none",
                "-m",
                "256",
                "-qmp",
                "unix:" + files.resolve(name) + ",server=on,wait=off",
                "-D",
                files.resolve(name + ".log").toString()));
        words.addAll(more);
        List<String> all =
                new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 2>" + files.resolve(name + ".errors"), "sh"));
        all.addAll(folder.words(words.toArray(String[]::new)));
        return all;
    }

    RunningProgram begin(SupervisedHost host, String name, List<String> more) {
        return host.begin(words(name, more).toArray(String[]::new));
    }

    QmpClient monitor(String name, RunningProgram program) throws IOException {
        return QmpClient.of(files.resolve(name), program.process());
    }

    /** A guest of SEV-SNP, with the C-bit where this host's CPUID says. */
    List<String> snp(int cbit, String model, int vcpus, String properties, List<String> more) {
        List<String> words = new ArrayList<>(List.of(
                "-machine",
                "q35,confidential-guest-support=s0,memory-backend=ram",
                "-cpu",
                model,
                "-smp",
                "" + vcpus,
                "-object",
                "memory-backend-memfd,id=ram,size=256M,share=true,prealloc=false",
                "-bios",
                files.resolve("OVMF.fd").toString(),
                "-object",
                "sev-snp-guest,id=s0,reduced-phys-bits=1,cbitpos=" + cbit + properties));
        words.addAll(more);
        return words;
    }

    /** Launches a guest to its end. */
    void launch(SupervisedHost host, String name, List<String> guest) throws Exception {
        try (RunningProgram program = begin(host, name, guest);
                QmpClient monitor = monitor(name, program)) {
            monitor.ask("cont");
            monitor.ask("quit");
            program.join();
        }
    }

    /** Where QEMU finds the C-bit on this host. */
    int cbit(SupervisedHost host) throws Exception {
        try (RunningProgram program = begin(host, "cbit", List.of());
                QmpClient monitor = monitor("cbit", program)) {
            int cbit = monitor.ask("query-sev-capabilities")
                    .getAsJsonObject("return")
                    .get("cbitpos")
                    .getAsInt();
            monitor.ask("quit");
            program.join();
            return cbit;
        }
    }

    /** The firmware, where every folder's programs find it; from the folder that has it. */
    Path firmware() throws IOException {
        Path here = files.resolve("OVMF.fd");
        return Files.exists(here) ? here : Files.copy(ForeignFolder.of("sid").file(FIRMWARE), here);
    }

    /** The digests in a trace, in their order. */
    static List<String> digests(SupervisedHost host) {
        return host.trace().stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(line -> line.has("digest"))
                .map(line -> line.get("digest").getAsString())
                .toList();
    }
}
