// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.cloister.cli.testing.Terminal;
import org.cloister.core.LaunchBed;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The objects of QEMU's documents (docs/system/i386/amd-memory-encryption.rst, qemu-options.hx, and what announced
 * sev-snp-guest) on the generations that they were written for, and what becomes of them on others. The documents'
 * "..." is what they have elsewhere.
 */
class QemuExamplesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "naples | sev    | sev-guest,id=sev0,cbitpos=47,reduced-phys-bits=1",
                "rome   | sev    | sev-guest,id=sev0,cbitpos=47,reduced-phys-bits=1",
                "naples | sev    | sev-guest,id=sev0,cbitpos=47,reduced-phys-bits=5",
                "naples | sev    | sev-guest,id=sev0,policy=0x1,cbitpos=47,reduced-phys-bits=1",
                "rome   | sev-es | sev-guest,id=sev0,policy=0x5,cbitpos=47,reduced-phys-bits=1",
                "rome   | sev-es | sev-guest,id=sev0,cbitpos=47,reduced-phys-bits=1,policy=0x5",
                "milan  | sev-snp | sev-snp-guest,id=sev0,cbitpos=51,reduced-phys-bits=1",
                "genoa  | sev-snp | sev-snp-guest,id=sev0,cbitpos=51,reduced-phys-bits=1",
                "turin  | sev-snp | sev-snp-guest,id=sev0,cbitpos=51,reduced-phys-bits=1,policy=0x30000",
            })
    void launchesOnItsGeneration(String generation, String type, String object) {
        Terminal terminal = terminal(generation);
        assertThat(terminal.run("launch", "--platform", "emulated", "--object", object))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out()).contains(", " + type + ", ", "EMULATED");
    }

    /** An owner's session is for one identity: it is made for that platform first. */
    @ParameterizedTest
    @CsvSource({"naples, 0x1", "rome, 0x5"})
    void launchesWithAnOwnersSession(String generation, String policy) {
        try (Closing platform = new Closing(platform(generation))) {
            SoftSev softSev = platform.softSev();
            Terminal terminal = new Terminal().folder(folder).processor(softSev).launcher(LaunchBed.of(softSev));
            run(terminal, "platform", "export", "--platform", "emulated", "--out", "chain");
            run(
                    terminal,
                    "session",
                    "create",
                    "--pdh",
                    "chain/pdh.cert",
                    "--chain",
                    "chain",
                    "--trust-root",
                    "chain/ask_ark.cert",
                    "--policy",
                    policy,
                    "--out",
                    "owner");
            String object = "sev-guest,id=sev0,dh-cert-file=owner/vm_godh.b64,session-file=owner/vm_session.b64,"
                    + "cbitpos=47,reduced-phys-bits=1,policy=" + policy;
            run(terminal, "launch", "--platform", "emulated", "--object", object);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "naples | sev-guest,cbitpos=47,reduced-phys-bits=1,policy=0x5 | generation Naples do not have it",
                "naples | sev-snp-guest,cbitpos=47,reduced-phys-bits=1        | generation Naples do not have it",
                "rome   | sev-snp-guest,cbitpos=47,reduced-phys-bits=1        | generation Rome do not have it",
                "milan  | sev-guest,cbitpos=47,reduced-phys-bits=1            | which has 51; --generation rome has that",
                "genoa  | sev-guest,cbitpos=47,reduced-phys-bits=1,policy=0x5 | which has 51; --generation rome has that",
                "genoa  | sev-guest,cbitpos=48,reduced-phys-bits=1            | which has 51; the setting cbit",
                "rome   | sev-guest,cbitpos=51,reduced-phys-bits=1            | which has 47",
            })
    void isRefusedByNameOnOthers(String generation, String object, String reason) {
        Terminal terminal = terminal(generation);
        assertThat(terminal.run("launch", "--platform", "emulated", "--object", object))
                .isEqualTo(3);
        assertThat(terminal.err()).contains(reason);
    }

    private static Terminal terminal(String generation) {
        return new Terminal().launcher(LaunchBed.of(platform(generation)));
    }

    private static SoftSev platform(String generation) {
        return new SoftSev(
                PlatformSettings.of(EmulatedGeneration.named(generation).orElseThrow()));
    }

    private static void run(Terminal terminal, String... words) {
        assertThat(terminal.run(words)).as(terminal.err()).isZero();
    }

    private record Closing(SoftSev softSev) implements AutoCloseable {
        @Override
        public void close() {
            softSev.close();
        }
    }
}
