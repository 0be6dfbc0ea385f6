// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.util.Base64;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.PropertyDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnpSettingsTest {
    @Test
    void hasTheDefaultsOfQemu() {
        GuestSettings settings = settings(Requests.usual().request());
        assertThat(settings.policy()).isEqualTo(PolicyLayout.SNP.usual());
        assertThat(settings.guestFeatures()).isEqualTo(1);
        assertThat(settings.kernelHashes()).isFalse();
        assertThat(settings.profile()).isEqualTo(Profile.INIT2);
        assertThat(settings.vcpuSignature()).isEmpty();
        assertThat(settings.bytes(GuestSetting.HOST_DATA).length()).isEqualTo(32);
        assertThat(settings.bytes(GuestSetting.HOST_DATA).isZero()).isTrue();
        assertThat(settings.bytes(GuestSetting.WORKAROUNDS).length()).isEqualTo(16);
        assertThat(settings.idBlock()).isEmpty();
        assertThat(settings.isOn(GuestSetting.AUTHOR_KEY_ENABLED)).isFalse();
        assertThat(settings.isOn(GuestSetting.VCEK_DISABLED)).isFalse();
        assertThat(settings.number(GuestSetting.CBITPOS)).isEmpty();
        assertThat(settings.number(GuestSetting.REDUCED_PHYS_BITS)).isEmpty();
    }

    @Test
    void readsEverySetting() {
        GuestSettings settings = settings(Requests.usual()
                .kernel()
                .with("policy", "debug=on")
                .with("guest-features", "0x21")
                .with("kernel-hashes", "off")
                .with("profile", "ec2-2025")
                .with("vmm", "ec2")
                .with("vcpu-signature", "0xa00f11")
                .with("host-data", base64(32))
                .with("guest-visible-workarounds", base64(16))
                .with("id-block", base64(96))
                .with("id-auth", base64(2200))
                .with("author-key-enabled", "on")
                .with("vcek-disabled", "on")
                .with("cbitpos", "51")
                .with("reduced-phys-bits", "1")
                .request());
        assertThat(settings.policy().value()).isEqualTo(0xb0000);
        assertThat(settings.guestFeatures()).isEqualTo(0x21);
        assertThat(settings.kernelHashes()).isFalse();
        assertThat(settings.profile()).isEqualTo(Profile.EC2_2025);
        assertThat(settings.vcpuSignature()).contains(0xa00f11);
        assertThat(settings.bytes(GuestSetting.HOST_DATA).hex()).startsWith("0001020304");
        assertThat(settings.bytes(GuestSetting.WORKAROUNDS).hex()).isEqualTo("000102030405060708090a0b0c0d0e0f");
        assertThat(settings.idBlock()).hasValueSatisfying(block -> {
            assertThat(block.authentication().slice(0, 5).hex()).isEqualTo("0001020304");
            assertThat(block.authentication().slice(2200, 4096 - 2200).isZero()).isTrue();
        });
        assertThat(settings.isOn(GuestSetting.AUTHOR_KEY_ENABLED)).isTrue();
        assertThat(settings.isOn(GuestSetting.VCEK_DISABLED)).isTrue();
        assertThat(settings.number(GuestSetting.CBITPOS)).contains(51);
        assertThat(settings.number(GuestSetting.REDUCED_PHYS_BITS)).contains(1);
    }

    @ParameterizedTest
    @CsvSource({",off,0x30000", ",on,0xb0000", "debug=on,on,0xb0000", "'smt=off',off,0x20000"})
    void debugSetsThePolicysBit(String policy, String debug, String expected) {
        Requests requests = Requests.usual().with("debug", debug);
        GuestSettings settings = settings((policy == null ? requests : requests.with("policy", policy)).request());
        assertThat(settings.policy()).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({"debug=on,off", "0x30000,on"})
    void debugAndPolicyMustNotContradictEachOther(String policy, String debug) {
        Problem problem = refusal(() -> settings(
                Requests.usual().with("policy", policy).with("debug", debug).request()));
        assertThat(problem.where()).isEqualTo("debug");
        assertThat(problem.found()).startsWith(debug);
    }

    @Test
    void hashesAKernelWhenThereIsOne() {
        assertThat(settings(Requests.usual().kernel().request()).kernelHashes()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"qemu,INIT2", "ec2,EC2", "gce,GCE"})
    void followsTheMonitor(String vmm, Profile profile) {
        assertThat(settings(Requests.usual().with("vmm", vmm).request()).profile())
                .isEqualTo(profile);
    }

    @ParameterizedTest
    @CsvSource({
        "policy,0x0,snp.policy.bit17",
        "guest-features,0x20,snp.property.features",
        "guest-features,021,snp.property.value",
        "guest-features,0x11112222333344445,snp.property.value",
        "guest-features,'',snp.property.value",
        "kernel-hashes,on,snp.property.contradiction",
        "kernel-hashes,true,snp.property.value",
        "profile,init1,profile.name",
        "vmm,xen,vmm.name",
        "vcpu-signature,0x100000000,snp.property.value",
        "vcpu-signature,EPYC,snp.property.value",
        "host-data,!,snp.property.base64",
        "author-key-enabled,on,snp.property.contradiction",
        "vcek-disabled,1,snp.property.value",
        "cbitpos,64,snp.property.value",
        "cbitpos,-1,snp.property.value",
        "reduced-phys-bits,0,snp.property.value",
        "reduced-phys-bits,64,snp.property.value",
        "reduced-phys-bits,99999999999,snp.property.value"
    })
    void refuses(String name, String value, String code) {
        Problem problem =
                refusal(() -> settings(Requests.usual().with(name, value).request()));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.where()).isEqualTo(name);
        assertThat(problem.found()).isNotNull();
        assertThat(problem.expected()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "host-data,31,32 bytes",
        "host-data,33,32 bytes",
        "guest-visible-workarounds,15,16 bytes",
        "guest-visible-workarounds,17,16 bytes",
        "id-block,95,96 bytes",
        "id-block,97,96 bytes",
        "id-auth,4097,at most 4096 bytes"
    })
    void namesSizes(String name, int size, String expected) {
        Problem problem =
                refusal(() -> settings(Requests.usual().with(name, base64(size)).request()));
        assertThat(problem.where()).isEqualTo(name);
        assertThat(problem.found()).isEqualTo(size + " bytes");
        assertThat(problem.expected()).isEqualTo(expected);
    }

    @Test
    void refusesAVeryLongValue() {
        Problem problem = refusal(() ->
                settings(Requests.usual().with("id-auth", "A".repeat(8193)).request()));
        assertThat(problem.found()).isEqualTo("8193 characters");
    }

    @ParameterizedTest
    @CsvSource({"id-block,96,id-auth", "id-auth,4096,id-block"})
    void refusesHalfAnIdBlock(String name, int size, String missing) {
        Problem problem =
                refusal(() -> settings(Requests.usual().with(name, base64(size)).request()));
        assertThat(problem.code()).isEqualTo("snp.property.contradiction");
        assertThat(problem.found()).isEqualTo(name + " without " + missing);
    }

    @Test
    void refusesAProfileOfAnotherMonitor() {
        Problem problem = refusal(() -> settings(
                Requests.usual().with("vmm", "gce").with("profile", "init2").request()));
        assertThat(problem.message())
                .contains("profile")
                .contains("found init2")
                .contains("a profile of gce");
    }

    @Test
    void describesEverySettingOnce() {
        assertThat(GuestSetting.descriptions(AmdType.SEV_SNP))
                .extracting(PropertyDescription::name)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrder(
                        "policy",
                        "debug",
                        "guest-features",
                        "kernel-hashes",
                        "profile",
                        "vmm",
                        "vcpu-signature",
                        "host-data",
                        "guest-visible-workarounds",
                        "id-block",
                        "id-auth",
                        "author-key-enabled",
                        "vcek-disabled",
                        "cbitpos",
                        "reduced-phys-bits",
                        "smm",
                        "kernel-irqchip");
    }

    private static GuestSettings settings(GuestRequest request) {
        return GuestSettings.of(AmdType.SEV_SNP, request);
    }

    private static String base64(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) i;
        }
        return Base64.getEncoder().encodeToString(bytes);
    }
}
