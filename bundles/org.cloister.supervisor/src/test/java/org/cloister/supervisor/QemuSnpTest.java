// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.Bytes;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.owner.ExpectedMeasurement;
import org.cloister.testing.DataFolder;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** QEMU as it is launches SEV-SNP guests that measure as their owner expects; it knows them from 9.1 on. */
@Timeout(60)
class QemuSnpTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"EPYC, 1, 0x30000", "EPYC-Rome, 3, 0x30000", "EPYC-Milan, 8, 0xb0000", "EPYC-v4, 2, 0x30000"})
    void theDigestIsTheExpectedOne(String model, int vcpus, String policy) throws Exception {
        Needs.program("qemu-system-x86_64");
        Needs.that(knowsSnp(), () -> "a QEMU that knows sev-snp-guest");
        Path firmware = DataFolder.path("firmware/OVMF.amdsev.fd");
        try (SupervisedHost host = SupervisedHost.of(Map.of("cpuid.pages", "corrected"))) {
            int cbit = cbit(host);
            try (RunningProgram qemu = qemu(
                            host,
                            "-cpu " + model + " -smp " + vcpus + " -bios " + firmware
                                    + " -machine confidential-guest-support=s0 -object sev-snp-guest,id=s0,cbitpos="
                                    + cbit
                                    + ",reduced-phys-bits=1,policy=" + policy);
                    QmpClient monitor = QmpClient.of(folder.resolve("qmp"), qemu.process())) {
                monitor.ask("cont");
                Awaited.until("the launch is finished", () -> !digests(host).isEmpty());
                monitor.ask("quit");
                qemu.join();
            }
            assertThat(digests(host)).containsExactly(expected(firmware, model, vcpus));
        }
    }

    private static boolean knowsSnp() throws Exception {
        Process help = new ProcessBuilder("qemu-system-x86_64", "-object", "help")
                .redirectErrorStream(true)
                .start();
        return new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("sev-snp-guest");
    }

    private static String expected(Path firmware, String model, int vcpus) throws IOException {
        Image image = new Image("OVMF.amdsev.fd", Bytes.of(Files.readAllBytes(firmware)));
        GuestRequest request = new GuestRequest(image, Optional.empty(), vcpus, model, 1 << 28, Map.of());
        return ExpectedMeasurement.of(AmdType.SEV_SNP.type(), request, Optional.empty())
                .digest()
                .hex();
    }

    private static List<String> digests(SupervisedHost host) {
        return host.trace().stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(line -> line.has("digest"))
                .map(line -> line.get("digest").getAsString())
                .toList();
    }

    private int cbit(SupervisedHost host) throws Exception {
        try (RunningProgram qemu = qemu(host, "");
                QmpClient monitor = QmpClient.of(folder.resolve("qmp"), qemu.process())) {
            JsonObject told = monitor.ask("query-sev-capabilities").getAsJsonObject("return");
            monitor.ask("quit");
            qemu.join();
            return told.get("cbitpos").getAsInt();
        } finally {
            Files.deleteIfExists(folder.resolve("qmp"));
        }
    }

    private RunningProgram qemu(SupervisedHost host, String more) {
        return host.begin(
                "sh",
                "-c",
                "exec qemu-system-x86_64 -accel kvm -machine q35,memory-backend=ram -m 256 -S -nodefaults -display none"
                        + " -object memory-backend-memfd,id=ram,size=256M,share=true,prealloc=false -qmp unix:"
                        + folder.resolve("qmp") + ",server=on,wait=off " + more + " 2>" + folder.resolve("errors"));
    }
}
