// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/**
 * U6: {@code --print-qemu} and {@code --print-libvirt} leave out nothing. Each option of {@code launch} is in what they
 * print, changes nothing of the guest, or is refused; a new option has to be added here.
 */
class PrintedOptionsTest {
    private static final String QEMU = "--print-qemu";
    private static final String LIBVIRT = "--print-libvirt";
    private static final String SEV = "--type sev --firmware fw --cbitpos 51";
    private static final String ES = "--type sev-es --profile legacy --firmware fw --cbitpos 51";
    private static final String SNP = "--type sev-snp --firmware fw --cbitpos 51";
    private static final String BYTES_32 = "A".repeat(43) + "=";

    private static final Map<String, Row> ROWS = new LinkedHashMap<>();

    /** What an option beside a guest is in the words of both; a text behind a parenthesis is a refusal's. */
    private record Row(String guest, String value, String qemu, String libvirt) {}

    private static void row(String option, String guest, String value, String qemu, String libvirt) {
        ROWS.put(option, new Row(guest, value, qemu, libvirt));
    }

    private static void refused(String option, String value, String reason) {
        row(option, SNP, value, "(" + reason, "(" + reason);
    }

    /** Of an option that changes nothing: the output is as without it. */
    private static void without(String option, String guest, String value) {
        row(option, guest, value, "", "");
    }

    static {
        row("--type", "--firmware fw --cbitpos 51", "sev-snp", "sev-snp-guest,", "<launchSecurity type='sev-snp'");
        refused("--minimum", "sev", "--minimum is for --type auto");
        without("--platform", SNP, "hardware"); // It is what the lines are for
        refused("--state", "dir", "--state");
        refused("--generation", "turin", "--generation");
        refused("--report-version", "3", "--report-version");
        refused("--amd-names", "", "--amd-names");
        row("--firmware", "--type sev-snp --cbitpos 51", "fw", "-bios fw", "<loader type='rom'>FOLDER/fw</loader>");
        row("--kernel", SNP, "kern", "-kernel kern", "<kernel>FOLDER/kern</kernel>");
        row("--initrd", SNP + " --kernel kern", "disk", "-initrd disk", "<initrd>FOLDER/disk</initrd>");
        row("--append", SNP + " --kernel kern", "a=b", "-append a=b", "<cmdline>a=b</cmdline>");
        row("--vcpus", SNP, "3", "-smp 3", "<vcpu placement='static'>3</vcpu>");
        row("--vcpu-type", SNP, "EPYC-Milan", "-cpu EPYC-Milan", ">EPYC-Milan</model>");
        String signature = "(vcpu-signature: libvirt has no word";
        row("--vcpu-sig", SNP, "0xa00f11", "family=25,model=1,stepping=1", signature);
        String alike = " --vcpu-family 25 --vcpu-model 1 --vcpu-stepping 2";
        row("--vcpu-family", SNP + alike.replace(" --vcpu-family 25", ""), "25", "family=25,", signature);
        row("--vcpu-model", SNP + alike.replace(" --vcpu-model 1", ""), "17", "model=17,", signature);
        row("--vcpu-stepping", SNP + alike.replace(" --vcpu-stepping 2", ""), "2", "stepping=2", signature);
        row("--property", SNP, "policy=0xb0000", "policy=0xb0000", "<policy>0xb0000</policy>");
        String object = "sev-snp-guest,id=s7,policy=0x70000";
        row("--object", "--firmware fw --cbitpos 51", object, "id=s7,", "<policy>0x70000</policy>");
        String machine = "pc-q35-9.1,confidential-guest-support=s,smm=auto";
        row("--machine", "--object sev-snp-guest,id=s " + SNP, machine, "pc-q35-9.1,", "machine='pc-q35-9.1'");
        row("--launch-security", "--firmware fw", "s.xml", "cbitpos=47,", "<cbitpos>47</cbitpos>");
        row("--domain-xml", "", "d.xml", "cbitpos=47,", "<cbitpos>47</cbitpos>");
        row("--dh-cert-file", SEV + " --session-file se", "dh", "dh-cert-file=dh", "<dhCert>AAAA");
        row("--session-file", SEV + " --dh-cert-file dh", "se", "session-file=se", "<session>AAAA");
        refused("--secret-header", "h --secret s", "handed a secret while the guest is paused");
        refused("--secret", "s --secret-header h", "handed a secret while the guest is paused");
        refused("--secret-gpa", "0x1000 --secret s --secret-header h", "handed a secret while the guest is paused");
        refused("--attest", "", "nothing for --attest");
        refused("--report-data", "00 --attest", "nothing for --attest");
        refused("--report-out", "r --attest", "nothing for --attest");
        refused("--certs-out", "c --attest", "nothing for --attest");
        refused("--force", "--attest --report-out r", "nothing for --attest");
        refused(QEMU, LIBVIRT, "one document each");
        refused(LIBVIRT, QEMU, "one document each");
        row("--memory", SNP, "1G", "-m 1048576K", "<memory unit='KiB'>1048576</memory>");
        refused("--execute", "", "nothing for --execute");
        refused("--connect", "", "nothing for --connect");
        refused("--run", "dir", "--run");
        row("--paused", SEV, "", " -S", "(--paused");
        row("--qmp", SEV, "unix:/run/g.sock", "-qmp unix:/run/g.sock,server=on,wait=off", "(--qmp");
        refused("--dry-run", "", "--dry-run");
        refused("--timeout", "5s", "nothing for --timeout");
        refused("--output", "json", "not -o json");
        row("--kernel-hashes", SNP + " --kernel kern", "off", "kernel-hashes=off", "kernelHashes='no'");
        refused("--guest-features", "0x21", "guest-features: neither QEMU nor libvirt");
        String type = "<launchSecurity type='sev'"; // Without the profile it is refused
        row("--profile", "--type sev-es --firmware fw --cbitpos 51", "legacy", "legacy-vm-type=on", type);
        refused("--vmm", "ec2", "vmm: neither QEMU nor libvirt");
        row("--cbitpos", "--type sev-snp --firmware fw", "47", "cbitpos=47", "<cbitpos>47</cbitpos>");
        String lost = "reduced-phys-bits";
        row("--" + lost, SNP, "5", lost + "=5", "<reducedPhysBits>5</reducedPhysBits>");
        row("--policy", SNP, "smt=on,debug=on", "policy=0xb0000", "<policy>0xb0000</policy>");
        row("--debug", SNP, "on", "policy=0xb0000", "<policy>0xb0000</policy>");
        row("--handle", SEV + " --policy nodbg=on", "3", "handle=3", "(handle: libvirt has no word");
        without("--flags.ks", SEV, "off"); // On asks for a handle, which is printed
        String workarounds = "guest-visible-workarounds";
        row("--" + workarounds, SNP, "A".repeat(22) + "==", workarounds + "=AAAA", "Workarounds>AAAA");
        row("--id-block", SNP + " --id-auth " + auth(), "A".repeat(128), "id-block=AAAA", "<idBlock>AAAA");
        row("--id-auth", SNP + " --id-block " + "A".repeat(128), auth(), "id-auth=AQAAA", "<idAuth>AQAAA");
        row("--host-data", SNP, BYTES_32, "host-data=AAAA", "<hostData>AAAA");
        refused("--author-key-enabled", "", "this needs id-auth too");
        row("--vcek-disabled", SNP, "", "vcek-disabled=on", "vcek='no'");
        row("--smm", SEV, "on", "smm=on", "<smm state='on'/>");
        row("--kernel-irqchip", ES, "split", "kernel-irqchip=split", "<ioapic driver='qemu'/>");
        refused("--help", "", ""); // Shows the help alone
    }

    @TempDir
    Path folder;

    private static String auth() {
        byte[] content = new byte[4096];
        content[0] = 1;
        return Base64.getEncoder().encodeToString(content);
    }

    @BeforeEach
    void files() throws IOException {
        Files.write(folder.resolve("fw"), SampleFirmware.image().content().toArray());
        Firmware.kernel(folder.resolve("kern"));
        Files.writeString(folder.resolve("disk"), "disk");
        Files.writeString(folder.resolve("dh"), Base64.getEncoder().encodeToString(new byte[2084]));
        Files.writeString(folder.resolve("se"), Base64.getEncoder().encodeToString(new byte[128]));
        Files.writeString(
                folder.resolve("s.xml"),
                "<launchSecurity type='sev-snp'><policy>0x30000</policy><cbitpos>47</cbitpos></launchSecurity>");
        Files.writeString(
                folder.resolve("d.xml"),
                "<domain type='kvm'><memory unit='MiB'>256</memory><os><loader>" + folder.resolve("fw")
                        + "</loader></os><cpu><model fallback='forbid'>EPYC-Milan</model></cpu>"
                        + Files.readString(folder.resolve("s.xml")) + "</domain>");
    }

    private static List<String> options() {
        return LaunchCommand.model(new Terminal().context()).line().getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .toList();
    }

    @Test
    void u6EveryOptionOfLaunchHasARow() {
        assertThat(ROWS.keySet()).containsExactlyInAnyOrderElementsOf(options());
    }

    @TestFactory
    Stream<DynamicTest> u6WhatWasAskedForIsPrintedOrRefused() {
        return ROWS.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("--help"))
                .flatMap(entry -> Stream.of(QEMU, LIBVIRT)
                        .filter(print -> !entry.getKey().equals(print))
                        .map(print -> DynamicTest.dynamicTest(entry.getKey() + " " + print, () -> {
                            check(entry.getKey(), entry.getValue(), print);
                        })));
    }

    private void check(String option, Row row, String print) {
        List<String> words = new ArrayList<>(words(row.guest()));
        words.add(option);
        words.addAll(words(row.value()));
        if (!words.contains(print)) {
            words.add(print);
        }
        Terminal with = launch(words);
        String expected = print.equals(QEMU) ? row.qemu() : row.libvirt();
        if (expected.startsWith("(")) {
            assertThat(with.out()).isEmpty();
            assertThat(with.err()).contains(expected.substring(1));
            return;
        }
        assertThat(with.err()).doesNotContain("cloister:");
        List<String> bare = new ArrayList<>(words(row.guest()));
        bare.add(print);
        Terminal base = launch(bare);
        if (expected.isEmpty()) {
            assertThat(with.out()).isNotEmpty().isEqualTo(base.out());
        } else {
            assertThat(oneLine(with)).contains(expected.replace("FOLDER", folder.toString()));
            assertThat(oneLine(base)).doesNotContain(expected.replace("FOLDER", folder.toString()));
        }
    }

    private static String oneLine(Terminal terminal) {
        return terminal.out().replace(" \\\n    ", " ");
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : Arrays.asList(text.strip().split(" "));
    }

    private Terminal launch(List<String> words) {
        Terminal terminal = new Terminal().folder(folder).launcher(new FakeLauncher());
        int code =
                terminal.run(Stream.concat(Stream.of("launch"), words.stream()).toArray(String[]::new));
        assertThat(code).as(terminal.err()).isEqualTo(terminal.out().isEmpty() ? 2 : 0);
        return terminal;
    }
}
