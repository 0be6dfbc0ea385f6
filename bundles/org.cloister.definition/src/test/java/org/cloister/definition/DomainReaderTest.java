// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.definition.Refusals.refusal;

import java.util.Map;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M3: what each part of a domain means for a guest, and what is refused, with its line. */
class DomainReaderTest {
    private static DomainXml domain(String type) {
        return switch (type) {
            case "sev" -> DomainXml.sev();
            case "sev-es" -> DomainXml.sevEs();
            default -> DomainXml.snp();
        };
    }

    private static String value(Said<?> said) {
        return said instanceof Said.Value<?> value ? value.value().toString() : "open";
    }

    private static Problem open(Said<?> said) {
        assertThat(said).isInstanceOf(Said.Open.class);
        return ((Said.Open<?>) said).problem();
    }

    @ParameterizedTest
    @CsvSource({"sev,sev", "sev-es,sev-es", "sev-snp,sev-snp"})
    void m3PolicyDecidesTheType(String type, String read) {
        LaunchSecurity security = domain(type).read().security();

        assertThat(security.type().name()).isEqualTo(read);
        assertThat(security.fallbacks()).isEqualTo(type.equals("sev-snp") ? Map.of() : Map.of("profile", "legacy"));
    }

    @Test
    void m3WholeGuestIsRead() {
        DomainGuest guest = DomainXml.snp()
                .with("/os", "<kernel>/k</kernel><initrd>/i</initrd><cmdline> a  b&#10;</cmdline></os>")
                .guest();

        assertThat(guest.firmware()).isEqualTo(new Said.Value<>("guest.xml, line 7, os/loader", "/fw.fd"));
        assertThat(guest.mapping()).isEqualTo(ImageMapping.ROM);
        assertThat(guest.kernel()).contains(new Said.Value<>("guest.xml, line 8, os/kernel", "/k"));
        assertThat(guest.initrd()).contains(new Said.Value<>("guest.xml, line 8, os/initrd", "/i"));
        assertThat(guest.commandLine()).contains(new Said.Value<>("guest.xml, line 8, os/cmdline", " a  b\n"));
        assertThat(guest.vcpuType()).isEqualTo(new Said.Value<>("guest.xml, line 9, cpu/model", "EPYC-Milan"));
        assertThat(guest.vcpus()).isEqualTo(new Said.Value<>("guest.xml, line 4, vcpu", 4));
        assertThat(guest.memory()).isEqualTo(new Said.Value<>("guest.xml, line 3, memory", 8L << 30));
        assertThat(guest.place()).isEqualTo("guest.xml, line 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<loader>/f</loader>                                        | ROM",
                "<loader type='rom' format='raw' stateless='yes'>/f</loader> | ROM",
                "<loader type='pflash' readonly='yes'>/f</loader>           | FLASH"
            })
    void m3LoaderIsTheFirmware(String loader, ImageMapping mapping) {
        DomainGuest guest = DomainXml.sevEs().with("os/loader", loader).guest();

        assertThat(value(guest.firmware())).isEqualTo("/f");
        assertThat(guest.mapping()).isEqualTo(mapping);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<os firmware='efi'>  | <loader stateless='yes'/>  | os/@firmware | 5",
                "<os firmware='efi'>  |                            | os/@firmware | 5",
                "<os firmware='bios'> |                            | os/@firmware | 5",
                "<os>                 | <loader secure='no'/>      | os/loader    | 7",
                "<os>                 |                            | os/loader    | 5"
            })
    void m3FirmwareThatLibvirtChoosesHasToBeNamed(String os, String loader, String path, int line) {
        Problem problem = open(DomainXml.snp()
                .with("os", os)
                .with("os/loader", loader == null ? "" : loader)
                .guest()
                .firmware());

        assertThat(problem.where()).isEqualTo("guest.xml, line " + line + ", " + path);
        assertThat(problem.remedy()).contains("--firmware FILE");
    }

    @ParameterizedTest
    @CsvSource({"sev,off", "sev-es,off", "sev-snp,off"})
    void m3KernelIsHashedOnlyWhereItIsSaid(String type, String off) {
        DomainXml xml = domain(type).with("/os", "<kernel>/k</kernel></os>");
        String security = "launchSecurity";
        String on = xml.text().lines().skip(xml.line(security) - 1L).findFirst().orElseThrow();

        assertThat(xml.read().security().settings()).containsEntry("kernel-hashes", off);
        xml.with(security, on.replace("'><policy", "' kernelHashes='yes'><policy"));
        assertThat(xml.read().security().settings()).containsEntry("kernel-hashes", "on");
        assertThat(domain(type).read().security().settings()).doesNotContainKey("kernel-hashes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                                 | 1",
                "<vcpu> 3 </vcpu>                 | 3",
                "<vcpu placement='static' cpuset='0-3' current='2'>4</vcpu> | 2",
                "<vcpu>4</vcpu><vcpus><vcpu id='0' enabled='yes'/><vcpu id='3' enabled='yes'/><vcpu id='1' enabled='no'/></vcpus> | 2",
                "<vcpu current='1'>4</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no' order='1'/></vcpus> | 1"
            })
    void m3VcpusAreThoseAtStart(String vcpu, int count) {
        DomainXml xml = DomainXml.snp().with("vcpu", vcpu == null ? "" : vcpu);

        assertThat(xml.guest().vcpus().value()).isEqualTo(count);
    }

    @Test
    void m3TopologyMayNotContradict() {
        String cpu = "<cpu><model>EPYC</model><topology sockets='1' dies='1' cores='2' threads='%d'/></cpu>";

        assertThat(DomainXml.snp().with("cpu", cpu.formatted(2)).guest().vcpus().value())
                .isEqualTo(4);
        Problem problem =
                refusal(() -> DomainXml.snp().with("cpu", cpu.formatted(1)).read());
        assertThat(problem.where()).isEqualTo("guest.xml, line 9, cpu/topology");
        assertThat(problem.found()).isEqualTo("2 processors");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<cpu mode='host-passthrough' check='none'/> | cpu/@mode",
                "<cpu mode='host-model'/>                    | cpu/@mode",
                "<cpu mode='maximum'/>                       | cpu/@mode",
                "<cpu mode='host-model'><model>EPYC</model></cpu> | cpu/@mode",
                "<cpu match='minimum'><model>EPYC</model></cpu>   | cpu/@match",
                "<cpu mode='custom'/>                        | cpu/model",
                "<cpu><topology sockets='4' cores='1' threads='1'/></cpu> | cpu/model",
                "<cpu><model>qemu64</model></cpu>            | cpu/model",
                "                                            | cpu"
            })
    void m3ModelOfTheHostHasToBeGivenBeside(String cpu, String path) {
        Problem problem =
                open(DomainXml.snp().with("cpu", cpu == null ? "" : cpu).guest().vcpuType());

        assertThat(problem.where()).endsWith(", " + path);
        assertThat(problem.remedy()).contains("--vcpu-type").contains("--vcpu-sig");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"EPYC", "EPYC-IBPB", "EPYC-Rome", "EPYC-Milan", "EPYC-Milan-v2", "EPYC-Genoa", "EPYC-Turin"})
    void m3ModelHasASignature(String model) {
        String cpu = "<cpu mode='custom' match='exact'><model>" + model + "</model></cpu>";
        LibvirtDomain read = DomainXml.snp().with("cpu", cpu).read();

        assertThat(value(read.guest().orElseThrow().vcpuType())).isEqualTo(model);
        assertThat(read.security().notes()).anyMatch(note -> note.startsWith("cpu/model " + model));
        assertThat(DomainXml.snp().read().security().notes()).noneMatch(note -> note.startsWith("cpu/model"));
    }

    @ParameterizedTest
    @CsvSource({
        "KiB,219100,224395264", // Rounded up to MiB, as libvirt's own test of this domain expects of QEMU's -m
        "'',1024,1048576",
        "b,1048577,2097152",
        "bytes,1048576,1048576",
        "KB,1024,1048576",
        "k,1024,1048576",
        "MB,1000,1000341504",
        "MiB,256,268435456",
        "m,256,268435456",
        "GB,1,1000341504",
        "gib,2,2147483648",
        "TiB,1,1099511627776"
    })
    void m3MemoryHasLibvirtsUnits(String unit, String number, long bytes) {
        String attribute = unit.isEmpty() ? "" : " unit='" + unit + "'";
        String memory = "<memory" + attribute + ">" + number + "</memory>";

        assertThat(value(DomainXml.snp().with("memory", memory).guest().memory()))
                .isEqualTo(Long.toString(bytes));
    }

    @Test
    void m3AnEmptyUnitIsNone() {
        assertThat(value(DomainXml.snp()
                        .with("memory", "<memory unit=''>1024</memory>")
                        .guest()
                        .memory()))
                .isEqualTo("1048576");
    }

    @Test
    void m3OtherMemoryIsTold() {
        LibvirtDomain read = DomainXml.snp()
                .with(
                        "more",
                        "<currentMemory unit='GiB'>4</currentMemory><maxMemory slots='2' unit='GiB'>16</maxMemory>")
                .read();

        assertThat(value(read.guest().orElseThrow().memory())).isEqualTo(Long.toString(8L << 30));
        assertThat(read.security().notes())
                .anyMatch(note -> note.startsWith("currentMemory: "))
                .anyMatch(note -> note.startsWith("maxMemory: up to 16384 MiB"));
        assertThat(open(DomainXml.snp().with("memory", "").guest().memory()).remedy())
                .contains("--memory");
    }

    @Test
    void m3WhatIsNotMeasuredIsNotedInOneLine() {
        LibvirtDomain read = DomainXml.snp()
                .with(
                        "more",
                        "<metadata><x:y xmlns:x='urn:x'>z</x:y></metadata><clock offset='utc'/>"
                                + "<features><acpi/><anything state='on'/></features><devices><disk/><disk/></devices>")
                .read();

        assertThat(read.security().notes())
                .containsExactly("Not measured, and not set up by a launch here: name, metadata, clock, features/acpi,"
                        + " features/anything, devices.");
    }

    @ParameterizedTest
    @CsvSource({
        "sev,on,on",
        "sev,off,off",
        "sev-es,off,off",
        "sev-snp,off,off",
        "sev,'',on",
    })
    void u5SmmIsASetting(String type, String state, String setting) {
        String smm = state.isEmpty() ? "<smm/>" : "<smm state='" + state + "'><tseg unit='MiB'>8</tseg></smm>";

        assertThat(domain(type)
                        .with("more", "<features>" + smm + "</features>")
                        .read()
                        .security()
                        .settings())
                .containsEntry("smm", setting);
    }

    @ParameterizedTest
    @CsvSource({"kvm,on", "qemu,split"})
    void u5IoapicIsASetting(String driver, String setting) {
        for (String type : new String[] {"sev", "sev-es", "sev-snp"}) {
            assertThat(domain(type)
                            .with("more", "<features><ioapic driver='" + driver + "'/></features>")
                            .read()
                            .security()
                            .settings())
                    .containsEntry("kernel-irqchip", setting);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev-es", "sev-snp"})
    void u5EncryptedRegistersHaveNoSmm(String type) {
        Problem smm = refusal(() -> domain(type)
                .with("more", "<features><smm state='on'/></features>")
                .read());
        Problem secure = refusal(() -> domain(type)
                .with("os/loader", "<loader secure='yes'>/f</loader>")
                .read());

        assertThat(smm.where()).isEqualTo("guest.xml, line 10, features/smm");
        assertThat(secure.where()).isEqualTo("guest.xml, line 7, os/loader/@secure");
        assertThat(secure.remedy()).isEqualTo(smm.remedy()).contains("no SMM");
    }

    @Test
    void u5SecureLoaderOfPlainSevTurnsSmmOn() {
        DomainXml xml = DomainXml.sev().with("os/loader", "<loader secure='yes' type='pflash'>/f</loader>");

        assertThat(xml.read().security().settings()).containsEntry("smm", "on");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"q35", "pc", "pc-q35-9.2", "pc-i440fx-jammy-v2", "pc-q35-rhel9.6.0", "pc-1.3", "ubuntu-q35"})
    void u18MachinesOfQemu(String machine) {
        DomainXml xml = DomainXml.snp().with("os/type", "<type machine='" + machine + "'>hvm</type>");

        assertThat(xml.read().security().type().name()).isEqualTo("sev-snp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"microvm", "...", "q36", "", "pc-q35", "pc-q35-", "virt", "none"})
    void u18OtherMachinesAreRefused(String machine) {
        Problem problem = refusal(() -> DomainXml.snp()
                .with("os/type", "<type machine='" + machine + "'>hvm</type>")
                .read());

        assertThat(problem.code()).isEqualTo("qemu.machine");
        assertThat(problem.where()).isEqualTo("guest.xml, line 6, os/type/@machine");
    }
}
