// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.cloister.api.GuestType;
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
                "--type sev --print-qemu --policy 0x5                       | ES bit",
                "--type sev-snp --print-qemu --guest-features 0x21          | neither QEMU nor libvirt"
            })
    void refused(String options, String message) {
        assertThat(run(options.strip().split(" "))).isEqualTo(2);
        assertThat(terminal.err()).contains(message);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void qemuLineHasTheObjectAndItsFiles() throws IOException {
        session();
        assertThat(run(
                        "--type",
                        "sev-es",
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
        assertThat(run("--object", "sev-guest,policy=1,dh-cert-file=dh,session-file=se", "--print-libvirt"))
                .as(() -> terminal.err())
                .isZero();
        String encoded = Base64.getEncoder().encodeToString(new byte[128]);
        assertThat(terminal.out())
                .startsWith("<launchSecurity type='sev' kernelHashes='no'>")
                .contains("<policy>0x1</policy>")
                .contains("<session>" + encoded + "</session>");
        assertThat(terminal.err()).contains("profile is legacy");
    }

    /** The certificate in base64 over several lines, the session as it is. */
    private void session() throws IOException {
        Files.writeString(folder.resolve("dh"), Base64.getMimeEncoder().encodeToString(new byte[2084]));
        Files.write(folder.resolve("se"), new byte[128]);
    }
}
