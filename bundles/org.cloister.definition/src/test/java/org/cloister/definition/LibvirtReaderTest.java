// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.definition.Refusals.refusal;

import java.util.Base64;
import java.util.Map;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@code <launchSecurity>}, and XML that is no document of libvirt's. */
class LibvirtReaderTest {
    private static LaunchSecurity read(String xml) {
        return DomainXml.read(xml).security();
    }

    private static String base64(int size) {
        return Base64.getEncoder().encodeToString(new byte[size]);
    }

    @Test
    void sevElementIsRead() {
        String session = base64(128);
        String certificate = base64(2084);
        LaunchSecurity read = read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <launchSecurity type='sev' kernelHashes='yes'>
                  <policy>0x0005</policy>
                  <cbitpos>47</cbitpos>
                  <reducedPhysBits>1</reducedPhysBits>
                  <dhCert>%s
                  %s</dhCert>
                  <session>%s</session>
                </launchSecurity>
                """.formatted(certificate.substring(0, 40), certificate.substring(40), session));
        assertThat(read.type().name()).isEqualTo("sev-es");
        assertThat(read.settings())
                .isEqualTo(Map.of(
                        "policy", "0x5",
                        "cbitpos", "47",
                        "reduced-phys-bits", "1",
                        "dh-cert", certificate,
                        "session", session,
                        "kernel-hashes", "on"));
        assertThat(read.fallbacks()).isEqualTo(Map.of("profile", "legacy"));
        assertThat(DomainXml.read("<launchSecurity type='sev'><policy>0x1</policy></launchSecurity>")
                        .guest())
                .isEmpty();
    }

    @Test
    void snpElementIsRead() {
        LaunchSecurity read = read("""
                <launchSecurity type='sev-snp' kernelHashes='no' authorKey='yes' vcek='no'>
                  <policy>0x00030000</policy>
                  <guestVisibleWorkarounds>%s</guestVisibleWorkarounds>
                  <idBlock>%s</idBlock><idAuth>%s</idAuth><hostData>%s</hostData>
                </launchSecurity>
                """.formatted(base64(16), base64(96), base64(4096), base64(32)));
        assertThat(read.type().name()).isEqualTo("sev-snp");
        assertThat(read.settings())
                .containsEntry("policy", "0x30000")
                .containsEntry("author-key-enabled", "on")
                .containsEntry("vcek-disabled", "on")
                .containsEntry("kernel-hashes", "off")
                .containsEntry("host-data", base64(32));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<launchSecurity type='tdx'/>                                     | libvirt.attribute | tdx",
                "<launchSecurity/>                                                | libvirt.attribute | ''",
                "<launchSecurity type='sev'/>                                     | libvirt.element   | none",
                "<domain><launchSecurity type='sev-snp'/></domain>                | libvirt.element   | none",
                "<launchSecurity type='sev'><policy>x</policy></launchSecurity>   | qemu.value        | x",
                "<launchSecurity type='sev'><hostData>QQ==</hostData></launchSecurity> | libvirt.element | hostData",
                "<launchSecurity type='sev' vcek='no'><policy>1</policy></launchSecurity> | libvirt.attribute | vcek",
                "<launchSecurity type='sev' kernelHashes='on'/>                   | qemu.value        | on",
                "<launchSecurity type='sev'><policy>1</policy><policy>1</policy></launchSecurity> | libvirt.element | policy",
                "<launchSecurity type='sev'><policy><x/></policy></launchSecurity> | libvirt.element  | x",
                "<launchSecurity type='sev'><policy a='b'>1</policy></launchSecurity> | libvirt.element | a",
                "<launchSecurity type='sev'>0x1<policy>1</policy></launchSecurity> | libvirt.element  | 0x1",
                "<launchSecurity type='sev'><q:policy xmlns:q='u'>1</q:policy></launchSecurity> | libvirt.element | policy",
                "<launchSecurity type='sev'><policy>0x7f</policy></launchSecurity> | sev.policy.reserved | 0x7f",
                "<launchSecurity type='sev-snp'><policy>0x10000</policy></launchSecurity> | snp.policy.bit17   | 0x10000",
                "<launchSecurity type='sev-snp'><reducedPhysBits>64</reducedPhysBits></launchSecurity> | snp.property.value | 64",
                "<launchSecurity type='sev-snp'><hostData>QQ==</hostData></launchSecurity> | snp.property.size | 1 bytes",
                "<domain/>                                                        | libvirt.element   | no launchSecurity",
                "<network/>                                                       | libvirt.element   | network",
                "<domain xmlns='urn:x'/>                                          | libvirt.element   | domain"
            })
    void m3RefusesWithTheReason(String xml, String code, String found) {
        Problem problem = refusal(() -> read("\n\n" + xml));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.found()).isEqualTo(found);
        assertThat(problem.where()).startsWith("guest.xml, line 3");
        assertThat(problem.remedy()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"33,0x33,1", "0x33,0x33,0", "3,0x3,0", "0030003,0x30003,1"})
    void policiesAreHexadecimal(String policy, String read, int notes) {
        LaunchSecurity security = read("<launchSecurity type='sev'><policy>" + policy + "</policy></launchSecurity>");
        assertThat(security.settings()).containsEntry("policy", read);
        assertThat(security.notes()).hasSize(notes);
    }

    @Test
    void t5CertificateAndSessionExchanged() {
        String xml = "<launchSecurity type='sev'><policy>1</policy>\n<dhCert>%s</dhCert>\n<session>%s</session>"
                + "</launchSecurity>";
        Problem first = refusal(() -> read(xml.formatted(base64(128), base64(2084))));
        Problem second = refusal(() -> read(xml.formatted(base64(2084), base64(2084))));

        assertThat(first.where()).isEqualTo("guest.xml, line 2, launchSecurity/dhCert");
        assertThat(first.what()).isEqualTo("this is a session and no Diffie-Hellman certificate");
        assertThat(second.where()).isEqualTo("guest.xml, line 3, launchSecurity/session");
        assertThat(second.what()).isEqualTo("this is a Diffie-Hellman certificate and no session");
        assertThat(read(xml.formatted(base64(2084), base64(128))).settings()).containsKeys("dh-cert", "session");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/lib/libvirt/dh",
                "/dh.b64",
                "./dh",
                "../a/dh",
                "~/dh",
                "godh.b64",
                "my-dh_cert.base64",
                "/abc"
            })
    void t5FileNameInPlaceOfItsText(String name) {
        String xml = "<launchSecurity type='sev'><policy>1</policy><session>%s</session></launchSecurity>";
        Problem problem = refusal(() -> read(xml.formatted(name)));

        assertThat(problem.what()).isEqualTo("this is a file name");
        assertThat(problem.remedy()).contains("libvirt and settings want the Base64 text");
    }

    @Test
    void documentTypesAreRefusedBeforeAnyEntity() {
        Problem problem = refusal(() -> read("""
                <!DOCTYPE launchSecurity [<!ENTITY file SYSTEM "file:///etc/hostname">]>
                <launchSecurity type='sev'><policy>&file;</policy></launchSecurity>
                """));
        assertThat(problem.code()).isEqualTo("xml.syntax");
        assertThat(problem.where()).contains("guest.xml, line 1");
        assertThat(problem.found()).contains("DOCTYPE");
    }

    @Test
    void endlessAndDeepXmlIsNotParsed() {
        String long_ = "<launchSecurity>" + " ".repeat(1 << 20) + "</launchSecurity>";
        assertThat(refusal(() -> read(long_)).code()).isEqualTo("xml.size");
        assertThat(refusal(() -> read("<a><b></a>")).code()).isEqualTo("xml.syntax");
        Problem deep = refusal(() -> read("<a>".repeat(100_000)));
        assertThat(deep.found()).isEqualTo("more than 64 elements in each other");
        String metadata = "<metadata>" + "<a>".repeat(60) + "</a>".repeat(60) + "</metadata>";
        assertThat(DomainXml.snp().with("more", metadata).read().guest()).isPresent();
    }
}
