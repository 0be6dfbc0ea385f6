// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.definition.Refusals.refusal;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibvirtReaderTest {
    private static LaunchSecurity read(String xml) {
        return LibvirtReader.read(new Image("guest.xml", Bytes.of(xml.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void sevElementIsRead() {
        LaunchSecurity read = read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <launchSecurity type='sev' kernelHashes='yes'>
                  <policy>0x0005</policy>
                  <cbitpos>47</cbitpos>
                  <reducedPhysBits>1</reducedPhysBits>
                  <dhCert>QUJD
                  REVG</dhCert>
                  <session>R0hJ</session>
                </launchSecurity>
                """);
        assertThat(read.type().name()).isEqualTo("sev-es");
        assertThat(read.settings())
                .isEqualTo(Map.of(
                        "policy", "0x5",
                        "cbitpos", "47",
                        "reduced-phys-bits", "1",
                        "dh-cert", "QUJDREVG",
                        "session", "R0hJ",
                        "kernel-hashes", "on"));
        assertThat(read.fallbacks()).isEqualTo(Map.of("profile", "legacy"));
    }

    @Test
    void snpElementIsReadFromADomain() {
        LaunchSecurity read = read("""
                <domain type='kvm'><name>a</name>
                <launchSecurity type='sev-snp' kernelHashes='no' authorKey='yes' vcek='no'>
                  <policy>0x00030000</policy>
                  <guestVisibleWorkarounds>QQ==</guestVisibleWorkarounds>
                  <idBlock>Qg==</idBlock><idAuth>Qw==</idAuth><hostData>RA==</hostData>
                </launchSecurity></domain>
                """);
        assertThat(read.type().name()).isEqualTo("sev-snp");
        assertThat(read.settings())
                .containsEntry("policy", "0x30000")
                .containsEntry("author-key-enabled", "on")
                .containsEntry("vcek-disabled", "on")
                .containsEntry("kernel-hashes", "off")
                .containsEntry("host-data", "RA==");
    }

    @Test
    void qemuArgumentsAreTheOlderWay() {
        LaunchSecurity read = read("""
                <domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
                <qemu:commandline>
                  <qemu:arg value='-object'/>
                  <qemu:arg value='sev-guest,id=sev0,policy=0x1,cbitpos=47,reduced-phys-bits=5,dh-key-file=dh.b64,session-file=s.b64'/>
                  <qemu:arg value='-machine'/>
                  <qemu:arg value='memory-encryption=sev0'/>
                </qemu:commandline></domain>
                """);
        assertThat(read.type().name()).isEqualTo("sev");
        assertThat(read.files()).isEqualTo(Map.of("dh-cert", "dh.b64", "session", "s.b64"));
        assertThat(read.notes())
                .anyMatch(note -> note.contains("deprecated"))
                .anyMatch(note -> note.contains("dh-key-file"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<launchSecurity type='tdx'/>                                     | libvirt.attribute | tdx",
                "<launchSecurity/>                                                | libvirt.attribute | ''",
                "<launchSecurity type='sev'/>                                     | libvirt.element   | none",
                "<launchSecurity type='sev'><policy>x</policy></launchSecurity>   | qemu.value        | x",
                "<launchSecurity type='sev'><hostData>QQ==</hostData></launchSecurity> | libvirt.element | hostData",
                "<launchSecurity type='sev' vcek='no'><policy>1</policy></launchSecurity> | libvirt.attribute | vcek",
                "<launchSecurity type='sev' kernelHashes='on'/>                   | qemu.value        | on",
                "<launchSecurity type='sev'><policy>1</policy><policy>1</policy></launchSecurity> | libvirt.element | policy",
                "<launchSecurity type='sev'><policy><x/></policy></launchSecurity> | libvirt.element  | 1",
                "<domain/>                                                        | libvirt.element   | neither",
                "<network/>                                                       | libvirt.element   | network"
            })
    void refusesWithTheReason(String xml, String code, String found) {
        Problem problem = refusal(() -> read(xml));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.found()).isEqualTo(found);
        assertThat(problem.where()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"33,0x33,1", "0x33,0x33,0", "3,0x3,0", "0030003,0x30003,1"})
    void policiesAreHexadecimal(String policy, String read, int notes) {
        LaunchSecurity security = read("<launchSecurity type='sev'><policy>" + policy + "</policy></launchSecurity>");
        assertThat(security.settings()).containsEntry("policy", read);
        assertThat(security.notes()).hasSize(notes);
    }

    @Test
    void snpHasNoFlash() {
        String domain =
                "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><os><loader type='%s'>f</loader></os>"
                        + "<launchSecurity type='%s'><policy>0x30001</policy></launchSecurity>%s</domain>";
        assertThat(read(domain.formatted("rom", "sev-snp", "")).type().name()).isEqualTo("sev-snp");
        assertThat(read(domain.formatted("pflash", "sev", "")).type().name()).isEqualTo("sev");
        Problem problem = refusal(() -> read(domain.formatted("pflash", "sev-snp", "")));
        assertThat(problem.code()).isEqualTo("qemu.flash");
        assertThat(problem.where()).isEqualTo("guest.xml, os/loader@type");
        String drive = "<qemu:commandline><qemu:arg value='-drive'/>"
                + "<qemu:arg value='if=pflash,format=raw,unit=0,file=OVMF_CODE.fd,readonly=on'/></qemu:commandline>";
        assertThat(refusal(() -> read(domain.formatted("rom", "sev-snp", drive)))
                        .found())
                .isEqualTo("if=pflash");
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
    void endlessXmlIsNotParsed() {
        String long_ = "<launchSecurity>" + " ".repeat(1 << 20) + "</launchSecurity>";
        assertThat(refusal(() -> read(long_)).code()).isEqualTo("xml.size");
        assertThat(refusal(() -> read("<a><b></a>")).code()).isEqualTo("xml.syntax");
    }
}
