// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.Terminal;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

/** U6: what is printed for QEMU and libvirt, read by a shell, by QEMU and by libvirt. */
class PrintedJudgesTest {
    private static final String APPEND = "it's \"a\", b=$c `d` \\e -x <&>";
    private static final Path SCHEMA = Path.of("/usr/share/libvirt/schemas/domaincommon.rng");

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void files() throws IOException {
        folder = Files.createDirectory(root.resolve("it's a, b $(c) & d"));
        byte[] image = SampleFirmware.image().content().toArray();
        Files.write(folder.resolve("whole,1"), image);
        byte[] half = new byte[image.length + 4096];
        System.arraycopy(image, 0, half, 4096, image.length);
        Files.write(folder.resolve("half,'1"), half);
        Firmware.kernel(folder.resolve("ker'n, 1"));
        Files.writeString(folder.resolve("disk, '2"), "disk");
        Files.writeString(folder.resolve("dh, 'c"), Base64.getEncoder().encodeToString(new byte[2084]));
        Files.writeString(folder.resolve("se,s"), Base64.getEncoder().encodeToString(new byte[128]));
    }

    private String print(String... words) {
        Terminal terminal = new Terminal().folder(root).launcher(new FakeLauncher());
        int code = terminal.run(
                Stream.concat(Stream.of("launch"), Stream.of(words)).toArray(String[]::new));
        assertThat(code).as(terminal.err()).isZero();
        return terminal.out();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String line(String type, String firmware) {
        List<String> words = new ArrayList<>(List.of("--type", type, "--policy", type.equals("sev") ? "0x3" : "0x5"));
        words.addAll(List.of("--firmware", file(firmware), "--profile", "legacy", "--cbitpos", "47"));
        words.addAll(List.of("--dh-cert-file", file("dh, 'c"), "--session-file", file("se,s")));
        words.addAll(List.of("--kernel", file("ker'n, 1"), "--initrd", file("disk, '2"), "--append", APPEND));
        words.addAll(List.of("--vcpus", "3", "--vcpu-sig", "0xa00f11", "--memory", "96M"));
        words.addAll(List.of("--paused", "--qmp", "unix:" + root.resolve("q's"), "--print-qemu"));
        return print(words.toArray(String[]::new));
    }

    @Test
    void u6AShellTakesTheWordsAsTheyAre() throws Exception {
        String line = line("sev", "half,'1");
        String shown = line.replaceFirst("^qemu-system-x86_64", "printf '%s\\\\n'");
        Process shell = new ProcessBuilder("sh", "-c", shown).start();
        List<String> words = shell.inputReader().lines().toList();
        assertThat(shell.waitFor()).isZero();
        String doubled = folder.toString().replace(",", ",,");
        assertThat(words)
                .containsSequence("-append", APPEND)
                .containsSequence("-kernel", file("ker'n, 1"))
                .containsSequence("-initrd", file("disk, '2"))
                .containsSequence("-drive", "if=pflash,format=raw,unit=0,readonly=on,file=" + doubled + "/half,,'1")
                .containsSequence("-qmp", "unix:" + root + "/q's,server=on,wait=off", "-S")
                .anyMatch(word -> word.contains(",dh-cert-file=" + doubled + "/dh,, 'c,session-file="));
    }

    /** QEMU without KVM makes the object and the machine of the line; it asserts that the machine does not use it. */
    @ParameterizedTest
    @CsvSource({"sev, 'whole,1', 0x3", "sev-es, 'half,''1', 0x5"})
    void u6QemuUnderstandsTheLine(String type, String firmware, long policy) throws Exception {
        Needs.program("qemu-system-x86_64");
        String line = line(type, firmware)
                .replace("-accel kvm", "-accel tcg")
                .replace("q35,confidential-guest-support=sev0,", "q35,")
                .replace("EPYC-v4", "EPYC") // QEMU knows these two from 8.1 and 9.1 on
                .replace(",legacy-vm-type=on", "");
        Process qemu = new ProcessBuilder("sh", "-c", "exec " + line.strip() + " -nodefaults -display none -qmp stdio")
                .redirectError(root.resolve("err").toFile())
                .start();
        try (BufferedReader in = qemu.inputReader();
                Writer out = qemu.outputWriter()) {
            Monitor monitor = new Monitor(in, out, root.resolve("err"));
            monitor.ask("{'execute': 'qmp_capabilities'}");
            assertThat(monitor.ask("{'execute': 'query-status'}").toString())
                    .contains("\"status\":\"prelaunch\"", "\"running\":false");
            assertThat(monitor.property("/objects/sev0", "policy").getAsLong()).isEqualTo(policy);
            assertThat(monitor.property("/objects/sev0", "cbitpos").getAsInt()).isEqualTo(47);
            assertThat(monitor.property("/objects/sev0", "dh-cert-file").getAsString())
                    .isEqualTo(file("dh, 'c"));
            assertThat(monitor.property("/objects/sev0", "session-file").getAsString())
                    .isEqualTo(file("se,s"));
            assertThat(monitor.property("/objects/sev0", "kernel-hashes").getAsBoolean())
                    .isTrue();
            assertThat(monitor.property("/machine", "smm").getAsString()).isEqualTo("off");
            assertThat(monitor.property("/machine", "kernel").getAsString()).isEqualTo(file("ker'n, 1"));
            assertThat(monitor.property("/machine", "initrd").getAsString()).isEqualTo(file("disk, '2"));
            assertThat(monitor.property("/machine", "append").getAsString()).isEqualTo(APPEND);
            assertThat(monitor.ask("{'execute': 'query-memory-size-summary'}").toString())
                    .contains("\"base-memory\":" + (96 << 20));
            assertThat(monitor.ask("{'execute': 'query-cpus-fast'}").getAsJsonArray())
                    .hasSize(3);
            String registers = "{'execute': 'human-monitor-command', 'arguments': {'command-line': 'info registers'}}";
            assertThat(monitor.ask(registers).getAsString()).contains("EDX=00a00f11");
            assertThat(root.resolve("q's")).exists();
        } finally {
            qemu.destroyForcibly();
        }
    }

    /** A conversation in QEMU's machine protocol. */
    private record Monitor(BufferedReader in, Writer out, Path errors) {
        JsonElement ask(String command) throws IOException {
            out.write(command.replace('\'', '"') + "\n");
            out.flush();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("{\"return\"") || line.startsWith("{\"error\"")) {
                    assertThat(line).as(command).startsWith("{\"return\"");
                    return JsonParser.parseString(line).getAsJsonObject().get("return");
                }
            }
            throw new AssertionError(Files.readString(errors));
        }

        JsonElement property(String path, String name) throws IOException {
            return ask("{'execute': 'qom-get', 'arguments': {'path': '" + path + "', 'property': '" + name + "'}}");
        }
    }

    @ParameterizedTest
    @CsvSource({"sev, 'whole,1', 0x3", "sev-es, 'half,''1', 0x5", "sev-snp, 'whole,1', 0x30000"})
    void u6LibvirtUnderstandsTheDomain(String type, String firmware, String policy) throws Exception {
        Needs.program("virt-xml-validate");
        boolean known =
                !type.equals("sev-snp") || Files.readString(Needs.file(SCHEMA)).contains(type);
        Needs.that(known, () -> "libvirt's schema of guests of type " + type);
        List<String> words = new ArrayList<>(List.of("--type", type, "--policy", policy, "--print-libvirt"));
        words.addAll(List.of("--firmware", file(firmware), "--vcpus", "3", "--kernel-irqchip", "split"));
        words.addAll(List.of("--kernel", file("ker'n, 1"), "--initrd", file("disk, '2"), "--append", APPEND));
        if (!type.equals("sev-snp")) {
            words.addAll(List.of("--profile", "legacy"));
            words.addAll(List.of("--dh-cert-file", file("dh, 'c"), "--session-file", file("se,s")));
        }
        Path file = Files.writeString(root.resolve("domain.xml"), print(words.toArray(String[]::new)));
        Process judge = new ProcessBuilder("virt-xml-validate", file.toString(), "domain")
                .redirectErrorStream(true)
                .start();
        String said = new String(judge.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(judge.waitFor()).as(said).isZero();
    }

    @Test
    void u6XmlHoldsTheTextsAsTheyAre() throws Exception {
        String xml = print(
                "--type",
                "sev",
                "--profile",
                "legacy",
                "--print-libvirt",
                "--firmware",
                file("half,'1"),
                "--kernel",
                file("ker'n, 1"),
                "--append",
                APPEND);
        Document domain = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        assertThat(domain.getElementsByTagName("cmdline").item(0).getTextContent())
                .isEqualTo(APPEND);
        assertThat(domain.getElementsByTagName("kernel").item(0).getTextContent())
                .isEqualTo(file("ker'n, 1"));
        assertThat(domain.getElementsByTagName("loader").item(0).getTextContent())
                .isEqualTo(file("half,'1"));
        assertThat(xml).contains("<loader readonly='yes' type='pflash'>", "<acpi/>");
    }
}
