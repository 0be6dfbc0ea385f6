// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.GuestType;
import org.cloister.api.host.Fact;
import org.cloister.api.launch.TypeChoice;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code launch} in the words of QEMU and libvirt. */
class LaunchWordsTest {
    private static final String SNP = "sev-snp-guest,id=s,policy=0x30000,cbitpos=51,reduced-phys-bits=1";

    @TempDir
    Path folder;

    private final FakeLauncher launcher = new FakeLauncher();
    private Terminal terminal;

    private int run(String... arguments) {
        terminal = new Terminal().folder(folder).launcher(launcher);
        return terminal.run(
                Stream.concat(Stream.of("launch"), Stream.of(arguments)).toArray(String[]::new));
    }

    private Map<String, String> properties() {
        return launcher.request.guest().properties();
    }

    @Test
    void objectSaysTypeAndSettings() {
        assertThat(run("--object", SNP)).as(() -> terminal.err()).isZero();
        assertThat(launcher.request.type()).isEqualTo(new TypeChoice.Named(new GuestType("sev-snp")));
        assertThat(properties()).isEqualTo(Map.of("policy", "0x30000", "cbitpos", "51", "reduced-phys-bits", "1"));
    }

    @Test
    void xmlSaysTheSame() throws IOException {
        Files.writeString(
                folder.resolve("s.xml"),
                "<launchSecurity type='sev-snp'><policy>0x30000</policy><cbitpos>51</cbitpos></launchSecurity>");
        assertThat(run("--launch-security", "s.xml", "--type", "sev-snp"))
                .as(() -> terminal.err())
                .isZero();
        assertThat(properties()).isEqualTo(Map.of("policy", "0x30000", "cbitpos", "51"));
    }

    @Test
    void optionsAddToTheObjectAndDoNotContradictIt() {
        assertThat(run("--object", SNP, "--debug", "off", "--cbitpos", "51")).isZero();
        assertThat(properties()).containsEntry("debug", "off");
        assertThat(run("--object", SNP, "--cbitpos", "47")).isEqualTo(2);
        assertThat(terminal.err()).contains("cbitpos").contains("47 and 51");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--type sev --object sev-snp-guest                          | contradict",
                "--minimum sev --object sev-snp-guest                       | contradict",
                "--object sev-snp-guest --launch-security x.xml             | two ways",
                "--machine q35,confidential-guest-support=a                 | half of one",
                "--launch-security nix.xml                                  | no such file",
                "--object sev-guest,policy=1,dh-cert-file=nix               | no such file",
                "--secret-header h                                          | header and a payload",
                "--secret-gpa 0x1000                                        | header and a payload",
                "--print-qemu                                               | has to be named",
                "--type sev-snp --print-qemu                                | built-in firmware is no file",
                "--type sev-snp --print-libvirt                             | built-in firmware is no file",
                "--type sev --firmware fw --print-qemu --policy 0x5         | ES bit",
                "--type sev --firmware fw --print-qemu                      | 47 for hosts with an EPYC 7001 or 7002, 51",
                "--type sev-snp --firmware half --cbitpos 51 --print-qemu   | half: ",
                "--type sev-snp --firmware half --print-libvirt             | half: ",
                "--type sev --firmware fw --print-libvirt --memory 4097K    | memory: libvirt has no word",
                "--type sev --firmware fw --print-libvirt --kernel-irqchip off | kernel-irqchip: libvirt has no word",
                "--object sev-guest,policy=1 --machine q35,vmport=off --firmware fw --print-libvirt | found vmport",
                "--type sev --firmware fw --cbitpos 51 --dh-cert-file raw --session-file raw --print-qemu | base64 -w0 raw > raw.b64",
                "--type sev-snp --print-qemu --firmware fw --cbitpos 51 --guest-features 0x21 | neither QEMU nor libvirt",
                "--type sev-snp --print-qemu --firmware fw --cbitpos 51 --vcpu-sig 0x90a00f11 | without reserved bits"
            })
    void refused(String options, String message) throws IOException {
        firmware();
        assertThat(run(options.strip().split(" "))).isEqualTo(2);
        assertThat(terminal.err()).contains(message);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void qemuLineHasTheObjectAndItsFiles() throws IOException {
        session();
        firmware();
        assertThat(run(
                        "--type",
                        "sev-es",
                        "--firmware",
                        "fw",
                        "--policy",
                        "0x5",
                        "--profile",
                        "legacy",
                        "--dh-cert-file",
                        "dh",
                        "--session-file",
                        "se",
                        "--cbitpos",
                        "51",
                        "--reduced-phys-bits",
                        "1",
                        "--vcpus",
                        "2",
                        "--print-qemu"))
                .as(() -> terminal.err())
                .isZero();
        assertThat(terminal.out())
                .startsWith("qemu-system-x86_64 \\\n")
                .contains("-object sev-guest,id=sev0,cbitpos=51,reduced-phys-bits=1,policy=0x5,kernel-hashes=off,"
                        + "dh-cert-file=dh,session-file=se,legacy-vm-type=on")
                .contains("-smp 2");
        assertThat(launcher.request).isNull();
    }

    @Test
    void libvirtElementHasTheContentOfTheFiles() throws IOException {
        session();
        firmware();
        String object = "sev-guest,policy=1,dh-cert-file=dh,session-file=se";
        assertThat(run("--object", object, "--firmware", "fw", "--print-libvirt"))
                .as(() -> terminal.err())
                .isZero();
        String encoded = Base64.getEncoder().encodeToString(new byte[128]);
        assertThat(terminal.out())
                .startsWith("<domain type='kvm'>")
                .contains("  <launchSecurity type='sev' kernelHashes='no'>\n    <policy>0x1</policy>")
                .contains("<session>" + encoded + "</session>")
                .endsWith("</domain>\n");
        assertThat(terminal.err()).contains("profile is legacy").contains("EPYC-v4, from 10.10 on");
    }

    @ParameterizedTest
    @CsvSource({"0x2, 47", "0x1, 0"})
    void u6TheHostTellsThePositionOfItsCbit(String eax, int position) throws IOException {
        firmware();
        terminal = new Terminal().folder(folder).launcher(launcher).host(new Epyc(Integer.decode(eax)));
        int code = terminal.run("launch", "--type", "sev", "--firmware", "fw", "--print-qemu");
        if (position == 0) {
            assertThat(code).isEqualTo(2);
        } else {
            assertThat(code).as(terminal.err()).isZero();
            assertThat(terminal.out()).contains(",cbitpos=" + position + ",");
            assertThat(terminal.err()).contains("note: cbitpos is " + position + ", that of this host.");
        }
    }

    @Test
    void u6WhatHasNoNameIsNotPrinted() {
        terminal = new Terminal()
                .folder(folder)
                .launcher(launcher)
                .in(SampleFirmware.image().content().slice(1, 4095).toArray());
        assertThat(terminal.run("launch", "--type", "sev", "--firmware", "-", "--print-qemu"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("found standard input, expected a file by its name");
    }

    @Test
    void u6OtherKeysOfTheMachineStayInTheLine() throws IOException {
        firmware();
        String object = "sev-guest,id=s1,policy=1,cbitpos=47,reduced-phys-bits=1";
        String machine = "pc-q35-7.2,confidential-guest-support=s1,vmport=off,smm=on";
        assertThat(run("--object", object, "--machine", machine, "--firmware", "fw", "--print-qemu"))
                .as(() -> terminal.err())
                .isZero();
        assertThat(terminal.out())
                .contains("-machine pc-q35-7.2,confidential-guest-support=s1,smm=on,kernel-irqchip=on,vmport=off");
    }

    /** A processor whose C-bit is 47, with or without SEV. */
    private static final class Epyc extends ProbeTest.OneFile {
        private final int eax;

        Epyc(int eax) {
            this.eax = eax;
        }

        @Override
        public Fact<Cpuid> cpuid(int leaf, int subleaf) {
            return new Fact.Known<>(
                    leaf == 0x80000000 ? new Cpuid(0x80000020, 0, 0, 0) : new Cpuid(eax, 5 << 6 | 47, 0, 0));
        }
    }

    /** A whole image, the CODE half of one for flash, and bytes. */
    private void firmware() throws IOException {
        byte[] image = SampleFirmware.image().content().toArray();
        Files.write(folder.resolve("fw"), image);
        byte[] half = new byte[image.length + 4096];
        System.arraycopy(image, 0, half, 4096, image.length);
        Files.write(folder.resolve("half"), half);
        Files.write(folder.resolve("raw"), new byte[2084]);
    }

    /** The certificate in base64 over several lines. */
    private void session() throws IOException {
        Files.writeString(folder.resolve("dh"), Base64.getMimeEncoder().encodeToString(new byte[2084]));
        Files.writeString(folder.resolve("se"), Base64.getEncoder().encodeToString(new byte[128]));
    }
}
