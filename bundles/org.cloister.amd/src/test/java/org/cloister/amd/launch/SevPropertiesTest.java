package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import org.cloister.amd.cpu.Profile;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.PropertyDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SevPropertiesTest {
    @ParameterizedTest
    @CsvSource({"sev,1", "sev-es,5"})
    void haveDefaults(String type, long policy) {
        SevProperties properties = properties(type, Requests.usual());
        assertThat(properties.policy().value()).isEqualTo(policy);
        assertThat(properties.kernelHashes()).isFalse();
        assertThat(properties.profile()).isEqualTo(Profile.INIT2);
        assertThat(properties.guestFeatures()).isZero();
        assertThat(properties.vcpuSignature()).isEmpty();
        assertThat(properties.cbitpos()).isEmpty();
        assertThat(properties.reducedPhysBits()).isEmpty();
    }

    @Test
    void readEverySetting() {
        SevProperties properties = properties(
                "sev-es",
                Requests.usual()
                        .kernel()
                        .with("policy", "0x7")
                        .with("kernel-hashes", "off")
                        .with("profile", "legacy")
                        .with("vmm", "qemu")
                        .with("guest-features", "0x20")
                        .with("vcpu-signature", "0xa00f11")
                        .with("cbitpos", "51")
                        .with("reduced-phys-bits", "1"));
        assertThat(properties.policy().value()).isEqualTo(7);
        assertThat(properties.kernelHashes()).isFalse();
        assertThat(properties.profile()).isEqualTo(Profile.LEGACY);
        assertThat(properties.guestFeatures()).isEqualTo(0x20);
        assertThat(properties.vcpuSignature()).contains(0xa00f11);
        assertThat(properties.cbitpos()).contains(51);
        assertThat(properties.reducedPhysBits()).contains(1);
    }

    @Test
    void measureAKernelUnlessToldOtherwise() {
        assertThat(properties("sev", Requests.usual().kernel()).kernelHashes()).isTrue();
        assertThat(properties("sev", Requests.usual().kernel().with("kernel-hashes", "on"))
                        .kernelHashes())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"sev,,off,1", "sev,,on,0", "sev-es,,on,4", "sev,0x0,on,0", "sev,0x1,off,1", "sev-es,nodbg=on,off,5"})
    void debugSetsTheSwitchOfThePolicy(String type, String policy, String debug, long expected) {
        Requests requests = Requests.usual().with("debug", debug);
        Requests all = policy == null ? requests : requests.with("policy", policy);
        assertThat(properties(type, all).policy().value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0x1,on", "0x0,off", "nodbg=on,on", "nodbg=off,off"})
    void refuseAPolicyThatContradictsDebug(String policy, String debug) {
        Requests both = Requests.usual().with("policy", policy).with("debug", debug);
        Problem problem = refusal(() -> properties("sev", both));
        assertThat(problem.code()).isEqualTo("sev.property.contradiction");
        assertThat(problem.where()).isEqualTo("debug");
    }

    @ParameterizedTest
    @CsvSource({
        "sev,policy,0x5,'policy: the policy''s ES bit (bit 2) is set, the type is sev (found 0x5, expected 0x1, or type sev-es)'",
        "sev,policy,es=on,'policy: the policy''s ES bit (bit 2) is set, the type is sev (found 0x5, expected 0x1, or type sev-es)'",
        "sev-es,policy,0x1,'policy: the policy''s ES bit (bit 2) is clear, the type is sev-es (found 0x1, expected 0x5, or type sev)'",
        "sev-es,policy,es=off,'policy: the policy''s ES bit (bit 2) is clear, the type is sev-es (found 0x1, expected 0x5, or type sev)'"
    })
    void refuseAPolicyOfTheOtherType(String type, String name, String value, String message) {
        Problem problem = refusal(() -> properties(type, Requests.usual().with(name, value)));
        assertThat(problem.code()).isEqualTo("sev.property.contradiction");
        assertThat(problem.message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
        "sev,policy,0x40,sev.policy.reserved",
        "sev,debug,yes,sev.property.value",
        "sev,kernel-hashes,1,sev.property.value",
        "sev,kernel-hashes,on,sev.property.contradiction",
        "sev,profile,ec2,sev.property.monitor",
        "sev-es,profile,gce,sev.property.monitor",
        "sev-es,profile,init3,profile.name",
        "sev-es,vmm,ec2,sev.property.monitor",
        "sev-es,vmm,xen,vmm.name",
        "sev,guest-features,0x20,sev.property.features",
        "sev-es,guest-features,0x1,sev.property.features",
        "sev-es,guest-features,0x21,sev.property.features",
        "sev-es,guest-features,21,sev.property.value",
        "sev-es,vcpu-signature,0x100000000,sev.property.value",
        "sev-es,vcpu-signature,0xffffffffffffffff,sev.property.value",
        "sev-es,cbitpos,64,sev.property.value",
        "sev-es,cbitpos,-1,sev.property.value",
        "sev-es,reduced-phys-bits,0,sev.property.value"
    })
    void refuse(String type, String name, String value, String code) {
        Problem problem = refusal(() -> properties(type, Requests.usual().with(name, value)));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.where()).isEqualTo(code.startsWith("sev.policy") ? "policy" : name);
        assertThat(problem.found()).isNotNull();
        assertThat(problem.expected()).isNotNull();
    }

    @Test
    void areDescribedOnce() {
        assertThat(SevProperties.DESCRIPTIONS)
                .extracting(PropertyDescription::name)
                .doesNotHaveDuplicates()
                .containsExactly(
                        "policy",
                        "debug",
                        "kernel-hashes",
                        "profile",
                        "vmm",
                        "guest-features",
                        "vcpu-signature",
                        "cbitpos",
                        "reduced-phys-bits");
    }

    private static SevProperties properties(String type, Requests requests) {
        return SevProperties.of(new GuestType(type), requests.request());
    }
}
