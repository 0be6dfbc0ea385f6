// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.firmware.Guid;
import org.cloister.amd.session.OwnerSession;
import org.cloister.amd.session.TransportPacket;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.Bytes;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.owner.measurement.ClaimedMeasurement;
import org.cloister.owner.secret.SecretEntry;
import org.cloister.owner.secret.SecretPacking;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** libvirt as it is finds what the host does not have, and keeps domains of each type. */
@Tag("foreign")
@Timeout(300)
class ForeignLibvirtTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String DOMAIN = """
            <domain type='kvm'>
              <name>guest</name><memory unit='MiB'>256</memory><vcpu>2</vcpu>
              <os><type arch='x86_64' machine='q35'>hvm</type><loader type='rom'>%s</loader></os>
              <features><acpi/></features>
              <cpu mode='custom' match='exact' check='none'><model>EPYC</model></cpu>
              <on_reboot>restart</on_reboot>
              <devices>
                <emulator>/usr/bin/qemu-system-x86_64</emulator><memballoon model='none'/>
              </devices>
              <launchSecurity %s</launchSecurity>
            </domain>
            """;

    @TempDir
    Path files;

    private ForeignFolder folder() {
        Needs.program("nsenter");
        return ForeignFolder.of("sid");
    }

    private String domain(String security) throws IOException {
        Path file = files.resolve("domain.xml");
        Files.writeString(file, DOMAIN.formatted(ForeignQemu.FIRMWARE, security));
        return file.toString();
    }

    @Test
    void itOffersWhatTheModelHas() throws Exception {
        ForeignFolder folder = folder();
        try (SupervisedHost host = SupervisedHost.of(Map.of("generation", "milan"));
                ForeignLibvirt libvirt = new ForeignLibvirt(host, folder, files)) {
            String said = String.join("", libvirt.virsh("domcapabilities", "--machine", "q35"));
            assertThat(said).contains("<sev supported='yes'>", "<value>sev</value>", "<value>sev-snp</value>");
            // libvirt asks CPUID for both, which here may be this host's
            if (!Supervisor.showsHostCpuid()) {
                assertThat(said)
                        .contains("<maxGuests>" + asids(host, AmdType.SEV) + "</maxGuests>")
                        .contains("<maxESGuests>" + asids(host, AmdType.SEV_ES) + "</maxESGuests>");
            }
        }
    }

    private static long asids(SupervisedHost host, AmdType type) {
        String name = PlatformFacts.asids(type.type().name());
        return host.platform().facts().numbers().get(name);
    }

    @Test
    void anSnpDomainMeasuresTheSameAfterItsReset() throws Exception {
        ForeignFolder folder = folder();
        try (SupervisedHost host = SupervisedHost.of(Map.of("cpuid.pages", "corrected"));
                ForeignLibvirt libvirt = new ForeignLibvirt(host, folder, files)) {
            libvirt.virsh("create", "--paused", domain("type='sev-snp'><policy>0x30000</policy>"));
            assertThat(ForeignQemu.digests(host)).isEmpty();
            libvirt.virsh("resume", "guest");
            Awaited.until("it is launched", () -> ForeignQemu.digests(host).size() == 1);
            libvirt.virsh("reset", "guest");
            // Says that it runs already where it does
            libvirt.ask("resume", "guest");
            Awaited.until(
                    "it is launched again", () -> ForeignQemu.digests(host).size() == 2);
            libvirt.virsh("destroy", "guest");
            assertThat(ForeignQemu.digests(host).stream().distinct()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "5"})
    void theOwnerOfADomainSendsItsSecret(int policy) throws Exception {
        ForeignFolder folder = folder();
        try (SupervisedHost host = SupervisedHost.of(Map.of("generation", "milan"))) {
            SevCertificate pdh = QemuSevTest.pdh(host);
            try (OwnerSession session =
                            OwnerSession.create(pdh.ecKey(), pdh.apiMajor(), pdh.apiMinor(), policy, RANDOM);
                    ForeignLibvirt libvirt = new ForeignLibvirt(host, folder, files)) {
                libvirt.virsh(
                        "create",
                        "--paused",
                        domain("type='sev'><policy>" + policy + "</policy><dhCert>"
                                + base64(session.certificate().raw()) + "</dhCert><session>"
                                + base64(session.blob().raw()) + "</session>"));
                judged(libvirt, session);
                secretGoesIn(libvirt, session);
                libvirt.virsh("resume", "guest");
                libvirt.virsh("reset", "guest");
                libvirt.virsh("destroy", "guest");
            }
        }
    }

    private void judged(ForeignLibvirt libvirt, OwnerSession session) throws Exception {
        Path tek = Files.write(files.resolve("tek"), session.keys().tek());
        byte[] key = session.keys().tik();
        Path tik = Files.write(files.resolve("tik"), key);
        String[] validation = {
            "virt-qemu-sev-validate",
            "--insecure",
            "--connect",
            "qemu:///system",
            "--domain",
            "guest",
            "--tik",
            tik.toString(),
            "--tek",
            tek.toString(),
            "--cpu-family",
            "23",
            "--cpu-model",
            "1",
            "--cpu-stepping",
            "2"
        };
        assertThat(libvirt.run(validation)).contains("OK: Looks good to me", "exit status 0");
        key[0] ^= 1;
        Files.write(tik, key);
        assertThat(libvirt.run(validation))
                .anyMatch(line -> line.contains("does not match"))
                .doesNotContain("exit status 0");
    }

    private void secretGoesIn(ForeignLibvirt libvirt, OwnerSession session) throws Exception {
        List<String> said = libvirt.virsh("domlaunchsecinfo", "guest");
        ClaimedMeasurement claimed = ClaimedMeasurement.ofText(ForeignLibvirt.value(said, "sev-measurement"));
        int major = Integer.parseInt(ForeignLibvirt.value(said, "sev-api-major"));
        int minor = Integer.parseInt(ForeignLibvirt.value(said, "sev-api-minor"));
        byte[] secret = "sixteen bytes, and more of them".getBytes(StandardCharsets.US_ASCII);
        TransportPacket packet;
        try (SecretEntry entry = new SecretEntry(Guid.of("736869e5-84f0-4973-92ec-06879ce3da0b"), secret)) {
            packet = new SecretPacking(major, minor, claimed).pack(session.keys(), List.of(entry), RANDOM);
        }
        Path payload = Files.writeString(files.resolve("secret"), base64(packet.payload()));
        byte[] wrong = packet.header().raw().toArray();
        wrong[wrong.length - 1] ^= 1;
        for (Bytes header : List.of(Bytes.of(wrong), packet.header().raw())) {
            Path file = Files.writeString(files.resolve("header"), base64(header));
            List<String> answer = libvirt.ask(
                    "domsetlaunchsecstate", "guest", "--secrethdr", file.toString(), "--secret", payload.toString());
            boolean right = header.equals(packet.header().raw());
            assertThat(answer.contains("exit status 0")).as("%s", answer).isEqualTo(right);
            assertThat(libvirt.virsh("domstate", "guest")).contains("paused");
        }
    }

    private static String base64(Bytes content) {
        return Base64.getEncoder().encodeToString(content.toArray());
    }
}
