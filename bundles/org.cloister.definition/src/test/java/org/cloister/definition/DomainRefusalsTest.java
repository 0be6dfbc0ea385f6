// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.definition.Refusals.refusal;

import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M3: what a domain says and nobody here knows is refused, by line and path. */
class DomainRefusalsTest {
    private static final String QEMU = "xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'";

    @ParameterizedTest(name = "{1} in {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "domain    | <domain type='qemu'>                            | @type                | qemu",
                "domain    | <domain type='kvm' kind='x'>                    | @kind                | kind",
                "memory    | <memory>x</memory>                              | memory               | x",
                "memory    | <memory>0</memory>                              | memory               | 0",
                "memory    | <memory>010</memory><memory>8</memory>          | memory               | memory",
                "memory    | <memory unit='GiX'>8</memory>                   | memory/@unit         | GiX",
                "memory    | <memory unit='EiB'>9</memory>                   | memory               | 9 EiB",
                "memory    | <memory units='GiB'>8</memory>                  | memory/@units        | units",
                "vcpu      | <vcpu>0</vcpu>                                  | vcpu                 | 0",
                "vcpu      | <vcpu>4097</vcpu>                               | vcpu                 | 4097",
                "vcpu      | <vcpu>two</vcpu>                                | vcpu                 | two",
                "vcpu      | <vcpu current='5'>4</vcpu>                      | vcpu/@current        | 5",
                "vcpu      | <vcpu current='0'>4</vcpu>                      | vcpu/@current        | 0",
                "vcpu      | <vcpu>4<x/></vcpu>                              | vcpu/x               | x",
                "vcpu      | <vcpu>4</vcpu><vcpu>4</vcpu>                    | vcpu                 | vcpu",
                "os        | <os><os/></os><os>                              | os/os                | os",
                "os        | <os boot='x'>                                   | os/@boot             | boot",
                "os        | <os firmware='coreboot'>                        | os/@firmware         | coreboot",
                "os        | <os>text                                        | os                   | text",
                "os/type   | <type>exe</type>                                | os/type              | exe",
                "os/type   | <type arch='aarch64'>hvm</type>                 | os/type/@arch        | aarch64",
                "os/loader | <loader type='flash'>/f</loader>                | os/loader/@type      | flash",
                "os/loader | <loader format='qcow2'>/f</loader>              | os/loader/@format    | qcow2",
                "os/loader | <loader secure='true'>/f</loader>               | os/loader/@secure    | true",
                "os/loader | <loader readOnly='yes'>/f</loader>              | os/loader/@readOnly  | readOnly",
                "os/loader | <loader>fw.fd</loader>                          | os/loader            | fw.fd",
                "os/loader | <loader>/f</loader><loader>/g</loader>          | os/loader            | loader",
                "os/loader | <loader>/f</loader><initrd>/i</initrd>          | os/initrd            | os/initrd",
                "os/loader | <loader>/f</loader><cmdline>a</cmdline>         | os/cmdline           | os/cmdline",
                "os/loader | <loader>/f</loader><kernel>k</kernel>           | os/kernel            | k",
                "os/loader | <loader>/f</loader><shim>/s</shim>              | os/shim              | shim",
                "os/loader | <loader>/f</loader><dtb>/d</dtb>                | os/dtb               | dtb",
                "os/loader | <loader>/f</loader><init>/sbin/init</init>      | os/init              | init",
                "cpu       | <cpu mode='host'/>                              | cpu/@mode            | host",
                "cpu       | <cpu match='best'/>                             | cpu/@match           | best",
                "cpu       | <cpu modes='custom'/>                           | cpu/@modes           | modes",
                "cpu       | <cpu><signature family='25'/></cpu>             | cpu/signature        | signature",
                "cpu       | <cpu><model fallback='no'>EPYC</model></cpu>    | cpu/model/@fallback  | no",
                "cpu       | <cpu><topology cores='x'/></cpu>                | cpu/topology/@cores  | x",
                "cpu       | <cpu><topology cores='9999'/></cpu>             | cpu/topology/@cores  | 9999",
                "more      | <features><smm state='auto'/></features>        | features/smm/@state  | auto",
                "more      | <features><smm mode='on'/></features>           | features/smm/@mode   | mode",
                "more      | <features state='on'/>                          | features/@state      | state",
                "more      | <features><ioapic driver='xen'/></features>     | features/ioapic/@driver | xen",
                "more      | <bootloader>/usr/bin/pygrub</bootloader>        | bootloader           | bootloader",
                "more      | <currentMemory unit='GiB'>9</currentMemory>     | currentMemory        | 9663676416 bytes",
                "more      | <x:devices xmlns:x='urn:x'/>                    | devices              | urn:x",
                "/os       | <x:kernel xmlns:x='urn:x'>/k</x:kernel></os>    | os/kernel            | urn:x"
            })
    void m3RefusedWithLineAndPath(String element, String xml, String path, String found) {
        DomainXml domain = DomainXml.snp().with(element, xml);
        Problem problem = refusal(domain::read);

        assertThat(problem.where()).isEqualTo("guest.xml, line " + domain.line(element) + ", " + path);
        assertThat(problem.found()).isEqualTo(found);
        assertThat(problem.code()).isEqualTo(path.contains("@") ? "libvirt.attribute" : "libvirt.element");
        assertThat(problem.expected()).isNotNull();
        assertThat(problem.remedy()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<vcpu id='0' enabled='yes' hotpluggable='yes'/>            | vcpus/vcpu/@hotpluggable | yes",
                "<vcpu id='4' enabled='yes'/>                               | vcpus/vcpu/@id           | 4",
                "<vcpu id='0' enabled='yes'/><vcpu id='0' enabled='no'/>    | vcpus/vcpu/@id           | 0",
                "<vcpu enabled='yes'/>                                      | vcpus/vcpu/@id           | none",
                "<vcpu id='0'/>                                             | vcpus/vcpu/@enabled      | none",
                "<vcpu id='0' enabled='on'/>                                | vcpus/vcpu/@enabled      | on",
                "<vcpu id='0' enabled='no'/>                                | vcpus                    | none enabled",
                "                                                           | vcpus                    | none enabled",
                "<vcpu id='0' enabled='yes'/>                               | vcpus                    | 1 enabled",
                "<cpu/>                                                     | vcpus/cpu                | cpu"
            })
    void m3VcpusOneByOne(String vcpus, String path, String found) {
        DomainXml domain = DomainXml.snp()
                .with("vcpu", "<vcpu current='2'>4</vcpu><vcpus>" + (vcpus == null ? "" : vcpus) + "</vcpus>");
        Problem problem = refusal(domain::read);

        assertThat(problem.where()).isEqualTo("guest.xml, line 4, " + path);
        assertThat(problem.found()).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<qemu:commandline %s><qemu:arg value='-smp'/><qemu:arg value='4'/></qemu:commandline>",
                "<qemu:commandline %s/>",
                "<qemu:override %s><qemu:device alias='x'/></qemu:override>",
                "<qemu:capabilities %s><qemu:del capability='x'/></qemu:capabilities>",
                "<qemu:deprecation behavior='crash' %s/>"
            })
    void m3NothingOfQemusNamespaceIsTaken(String element) {
        Problem problem = refusal(
                () -> DomainXml.sev().with("more", element.formatted(QEMU)).read());

        assertThat(problem.where()).startsWith("guest.xml, line 10, qemu:");
        assertThat(problem.remedy()).contains("<launchSecurity>").contains("--object");
    }

    @Test
    void m3SnpHasNoFlash() {
        for (String loader : new String[] {"<loader type='pflash'>/f</loader>", "<loader type='pflash'/>"}) {
            Problem problem =
                    refusal(() -> DomainXml.snp().with("os/loader", loader).read());
            assertThat(problem.code()).isEqualTo("qemu.flash");
            assertThat(problem.where()).isEqualTo("guest.xml, line 7, os/loader/@type");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sev' kernelHashes='yes'><policy>1",
                "sev' kernelHashes='yes'><policy>5",
                "sev-snp' kernelHashes='yes'><policy>0x30000"
            })
    void t5HashesOfNoKernel(String security) {
        Problem problem = refusal(() -> DomainXml.snp()
                .with("launchSecurity", "<launchSecurity type='" + security + "</policy></launchSecurity>")
                .read());

        assertThat(problem.where()).isEqualTo("guest.xml, line 11, launchSecurity/@kernelHashes");
        assertThat(problem.remedy()).contains("<kernel>");
    }

    @Test
    void m3DomainWithoutProtectionIsNone() {
        assertThat(refusal(() -> DomainXml.snp().with("launchSecurity", "").read())
                        .found())
                .isEqualTo("no launchSecurity");
        String two = "<launchSecurity type='sev'><policy>1</policy></launchSecurity>";
        assertThat(refusal(() -> DomainXml.snp()
                                .with("launchSecurity", two + two)
                                .read())
                        .where())
                .isEqualTo("guest.xml, line 11, launchSecurity");
    }
}
