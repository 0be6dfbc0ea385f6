// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.definition.Refusals.refusal;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QemuReaderTest {
    private static LaunchSecurity read(String object) {
        return QemuReader.read(object, Optional.empty());
    }

    @Test
    void everyKeyOfASevGuestIsRead() {
        LaunchSecurity read = read("sev-guest,id=sev0,sev-device=/dev/sev,cbitpos=0x33,reduced-phys-bits=1,policy=3,"
                + "handle=0,dh-cert-file=a,,b.b64,session-file=s.b64,kernel-hashes=on,legacy-vm-type=off");
        assertThat(read.type().name()).isEqualTo("sev");
        assertThat(read.settings())
                .isEqualTo(Map.of(
                        "cbitpos", "51",
                        "reduced-phys-bits", "1",
                        "policy", "0x3",
                        "handle", "0x0",
                        "kernel-hashes", "on",
                        "profile", "init2"));
        assertThat(read.files()).isEqualTo(Map.of("dh-cert", "a,b.b64", "session", "s.b64"));
        assertThat(read.notes()).isEmpty();
    }

    @Test
    void everyKeyOfAnSnpGuestIsRead() {
        LaunchSecurity read = read("sev-snp-guest,id=lsec0,cbitpos=51,reduced-phys-bits=1,policy=196608,"
                + "guest-visible-workarounds=AAAAAAAAAAAAAAAAAAAAAA==,id-block=QQ==,id-auth=Qg==,host-data=Qw==,"
                + "author-key-enabled=true,vcek-disabled=no,kernel-hashes=on");
        assertThat(read.type().name()).isEqualTo("sev-snp");
        assertThat(read.settings())
                .containsEntry("policy", "0x30000")
                .containsEntry("guest-visible-workarounds", "AAAAAAAAAAAAAAAAAAAAAA==")
                .containsEntry("id-block", "QQ==")
                .containsEntry("id-auth", "Qg==")
                .containsEntry("host-data", "Qw==")
                .containsEntry("author-key-enabled", "on")
                .containsEntry("vcek-disabled", "off")
                .hasSize(10);
        assertThat(read.fallbacks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0x1,sev", "5,sev-es", "0x5,sev-es", "0xb,sev"})
    void policyTellsTheTypes(String policy, String type) {
        assertThat(read("sev-guest,policy=" + policy).type().name()).isEqualTo(type);
    }

    @Test
    void policyIsQemusDefaultWhereNoneIsGiven() {
        assertThat(read("sev-guest,id=s").settings()).containsEntry("policy", "0x1");
    }

    @ParameterizedTest
    @CsvSource({"auto,,legacy", ",,legacy", "on,legacy,", "off,init2,"})
    void legacyVmTypeIsAProfile(String given, String setting, String fallback) {
        LaunchSecurity read = read("sev-guest,policy=5" + (given == null ? "" : ",legacy-vm-type=" + given));
        assertThat(read.settings().get("profile")).isEqualTo(setting);
        assertThat(read.fallbacks().get("profile")).isEqualTo(setting == null ? fallback : "legacy");
    }

    @Test
    void olderSpellingsAreReadWithANote() {
        assertThat(read("sev-guest,dh-key-file=k").files()).containsEntry("dh-cert", "k");
        assertThat(read("sev-guest,dh-key-file=k").notes())
                .singleElement()
                .asString()
                .contains("dh-cert-file");
        assertThat(read("sev-snp-guest,host_data=QQ==").settings()).containsEntry("host-data", "QQ==");
        assertThat(read("sev-snp-guest,host_data=QQ==").notes()).hasSize(1);
    }

    @Test
    void memoryEncryptionIsDeprecated() {
        LaunchSecurity read = QemuReader.read("sev-guest,id=sev0", Optional.of("q35,memory-encryption=sev0"));
        assertThat(read.notes())
                .singleElement()
                .asString()
                .contains("deprecated")
                .contains("confidential-guest-support");
    }

    @ParameterizedTest
    @EnumSource
    void m6KeysOfOtherTreesAreToldApart(ForeignKey key) {
        String name = key.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Problem problem = refusal(() -> read("sev-snp-guest,id=s," + name + "=on"));
        assertThat(problem.code()).isEqualTo("qemu.key");
        assertThat(problem.remedy()).startsWith("this is a key of ").doesNotContain("did you mean");
    }

    @Test
    void machineHasToNameTheObject() {
        String object = "sev-snp-guest,id=b";
        assertThat(QemuReader.read(object, Optional.of("q35,confidential-guest-support=b"))
                        .type()
                        .name())
                .isEqualTo("sev-snp");
        Problem problem = refusal(() -> QemuReader.read(object, Optional.of("q35,confidential-guest-support=c")));
        assertThat(problem.code()).isEqualTo("qemu.object");
        assertThat(problem.found()).isEqualTo("c");
        assertThat(problem.expected()).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "...,confidential-guest-support=sev0          | -machine       | ...",
                "q36,confidential-guest-support=sev0          | -machine       | q36",
                "microvm,confidential-guest-support=sev0      | -machine       | microvm",
                "confidential-guest-support=sev0,type=pc-9    | -machine, type | pc-9"
            })
    void u18UnknownMachinesAreRefused(String machine, String where, String found) {
        Problem problem = refusal(() -> QemuReader.read("sev-guest,id=sev0", Optional.of(machine)));
        assertThat(problem.code()).isEqualTo("qemu.machine");
        assertThat(problem.where()).isEqualTo(where);
        assertThat(problem.found()).isEqualTo(found);
        assertThat(problem.expected()).contains("q35 or pc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"q35", "pc", "pc-q35-11.1", "pc-i440fx-2.12", "type=pc-q35-rhel9.6.0", "pc-q35-noble-v2"})
    void u18MachinesThatQemuHas(String machine) {
        assertThat(QemuReader.read("sev-guest,id=sev0", Optional.of(machine + ",confidential-guest-support=sev0"))
                        .notes())
                .isEmpty();
    }

    @Test
    void machineHandsOnWhatMattersToTheGuest() {
        LaunchSecurity read =
                QemuReader.read("sev-guest,policy=5", Optional.of("pc,smm=on,kernel-irqchip=off,vmport=off"));
        assertThat(read.settings()).containsEntry("smm", "on").containsEntry("kernel-irqchip", "off");
        assertThat(read.notes()).singleElement().asString().contains("vmport=off");
        assertThat(QemuReader.read("sev-guest", Optional.of("pc,smm=off,kernel-irqchip=split"))
                        .settings())
                .containsOnlyKeys("policy", "smm", "kernel-irqchip");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rng-random,id=a                  | qemu.type   | rng-random",
                "sev-gest,id=a                    | qemu.type   | sev-gest",
                "sev-guest,id-block=QQ==          | qemu.key    | id-block",
                "sev-guest,cbitpos                | qemu.syntax | cbitpos",
                "sev-guest,cbitpos=               | qemu.value  | ''",
                "sev-guest,cbitpos=x              | qemu.value  | x",
                "sev-guest,policy=0x10000000000000000 | qemu.value | 0x10000000000000000",
                "sev-guest,cbitpos=1,cbitpos=2    | qemu.twice  | cbitpos",
                "sev-guest,dh-cert-file=a,dh-key-file=b | qemu.value | b",
                "sev-guest,sev-device=/dev/other  | qemu.value  | /dev/other",
                "sev-guest,kernel-hashes=maybe    | qemu.value  | maybe",
                "sev-guest,legacy-vm-type=perhaps | qemu.value  | perhaps",
                "sev-guest,cbitpos=051            | qemu.value  | 051",
                "{'qom-type':'sev-guest'}         | qemu.json   | text that is not JSON"
            })
    void refusesWithTheReason(String object, String code, String found) {
        Problem problem = refusal(() -> read(object));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.found()).isEqualTo(found);
        assertThat(problem.expected()).isNotNull();
    }

    @Test
    void readsWhatLibvirtHandsOver() {
        String object = "{\"qom-type\":\"sev-snp-guest\",\"id\":\"lsec0\",\"cbitpos\":51,\"reduced-phys-bits\":1,"
                + "\"policy\":196608,\"host-data\":\"a\\/b=\",\"author-key-enabled\":true, \"vcek-disabled\" : false}";
        String machine =
                "q35,usb=off,smm=off,kernel_irqchip=split,confidential-guest-support=lsec0,memory-backend=pc.ram";
        LaunchSecurity read = QemuReader.read(object, Optional.of(machine));
        assertThat(read.type().name()).isEqualTo("sev-snp");
        assertThat(read.settings())
                .isEqualTo(Map.of(
                        "cbitpos", "51",
                        "reduced-phys-bits", "1",
                        "policy", "0x30000",
                        "host-data", "a/b=",
                        "author-key-enabled", "on",
                        "vcek-disabled", "off",
                        "smm", "off",
                        "kernel-irqchip", "split"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                        | $.  | text that is not JSON",
                "{\"a\"}                  | $.a | text that is not JSON",
                "{\"a\":}                 | $.a | text that is not JSON",
                "{\"a\":1.5}              | $.a | 1.5",
                "{\"a\":1e3}              | $.a | 1e3",
                "{\"a\":01}               | $.a | text that is not JSON",
                "{\"a\":[1]}              | $.a | array",
                "{\"a\":{}}               | $.a | object",
                "{\"a\":\"b\\nc\"}        | $.a | a control character",
                "{\"a\":1,}               | $.a | text that is not JSON",
                "{\"a\":1} x              | $   | text that is not JSON",
                "{\"a\":True}             | $.a | text that is not JSON",
                "{a:1}                    | $.  | text that is not JSON",
                "{\"a\":null}             | $.a | null"
            })
    void refusesOtherJson(String object, String path, String found) {
        Problem problem = refusal(() -> read(object));
        assertThat(problem.code()).isEqualTo("qemu.json");
        assertThat(problem.where()).isEqualTo("-object, " + path);
        assertThat(problem.found()).isEqualTo(found);
    }

    @Test
    void readsCharactersThatJsonWritesByNumber() {
        assertThat(read("{\"qom-type\":\"sev-guest\",\"id\":\"s\",\"dh-cert-file\":\"\\u0041\"}")
                        .files())
                .containsEntry("dh-cert", "A");
    }

    @Test
    void refusesAKeyThatJsonGivesTwice() {
        assertThat(refusal(() -> read("{\"a\":1,\"a\":2}")).code()).isEqualTo("qemu.twice");
    }

    @Test
    void snpHasNoFlash() {
        Problem problem = refusal(() ->
                QemuReader.read("sev-snp-guest,id=s", Optional.of("q35,confidential-guest-support=s,pflash0=fw")));
        assertThat(problem.code()).isEqualTo("qemu.flash");
        assertThat(problem.found()).isEqualTo("pflash0=fw");
        assertThat(QemuReader.read("sev-guest,id=s", Optional.of("q35,pflash0=fw"))
                        .notes())
                .hasSize(1);
    }

    @Test
    void commasAreDoubledBothWays() {
        QemuOption option = new QemuOption("sev-guest", Map.of("dh-cert-file", "a,b,,c"));
        assertThat(option.text()).isEqualTo("sev-guest,dh-cert-file=a,,b,,,,c");
        assertThat(QemuOption.parse("", option.text())).isEqualTo(option);
    }
}
