// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.util.Base64;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SevSettingsTest {
    @ParameterizedTest
    @CsvSource({"sev,1", "sev-es,5"})
    void haveDefaults(String type, long policy) {
        GuestSettings settings = settings(type, Requests.usual());
        assertThat(settings.policy().value()).isEqualTo(policy);
        assertThat(settings.kernelHashes()).isFalse();
        assertThat(settings.profile()).isEqualTo(Profile.INIT2);
        assertThat(settings.guestFeatures()).isZero();
        assertThat(settings.vcpuSignature()).isEmpty();
        assertThat(settings.number(GuestSetting.CBITPOS)).isEmpty();
        assertThat(settings.number(GuestSetting.REDUCED_PHYS_BITS)).isEmpty();
    }

    @Test
    void readEverySetting() {
        GuestSettings settings = settings(
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
        assertThat(settings.policy().value()).isEqualTo(7);
        assertThat(settings.kernelHashes()).isFalse();
        assertThat(settings.profile()).isEqualTo(Profile.LEGACY);
        assertThat(settings.guestFeatures()).isEqualTo(0x20);
        assertThat(settings.vcpuSignature()).contains(0xa00f11);
        assertThat(settings.number(GuestSetting.CBITPOS)).contains(51);
        assertThat(settings.number(GuestSetting.REDUCED_PHYS_BITS)).contains(1);
    }

    @Test
    void measureAKernelUnlessToldOtherwise() {
        assertThat(settings("sev", Requests.usual().kernel()).kernelHashes()).isTrue();
        assertThat(settings("sev", Requests.usual().kernel().with("kernel-hashes", "on"))
                        .kernelHashes())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"sev,,off,1", "sev,,on,0", "sev-es,,on,4", "sev,0x0,on,0", "sev,0x1,off,1", "sev-es,nodbg=on,off,5"})
    void debugSetsTheSwitchOfThePolicy(String type, String policy, String debug, long expected) {
        Requests requests = Requests.usual().with("debug", debug);
        Requests all = policy == null ? requests : requests.with("policy", policy);
        assertThat(settings(type, all).policy().value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0x1,on", "0x0,off", "nodbg=on,on", "nodbg=off,off"})
    void refuseAPolicyThatContradictsDebug(String policy, String debug) {
        Requests both = Requests.usual().with("policy", policy).with("debug", debug);
        Problem problem = refusal(() -> settings("sev", both));
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
        Problem problem = refusal(() -> settings(type, Requests.usual().with(name, value)));
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
        "sev-es,guest-features,021,sev.property.value",
        "sev-es,vcpu-signature,0x100000000,sev.property.value",
        "sev-es,vcpu-signature,0xffffffffffffffff,sev.property.value",
        "sev-es,cbitpos,64,sev.property.value",
        "sev-es,cbitpos,-1,sev.property.value",
        "sev-es,reduced-phys-bits,0,sev.property.value"
    })
    void refuse(String type, String name, String value, String code) {
        Problem problem = refusal(() -> settings(type, Requests.usual().with(name, value)));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.where()).isEqualTo(code.startsWith("sev.policy") ? "policy" : name);
        assertThat(problem.found()).isNotNull();
        assertThat(problem.expected()).isNotNull();
        assertThat(problem.remedy()).isNotNull();
    }

    @Test
    void onlySevMayHaveSmmOrAnotherInterruptController() {
        for (String value : new String[] {"on", "off", "auto"}) {
            settings("sev", Requests.usual().with("smm", value).with("kernel-irqchip", "off"));
        }
        Problem problem = refusal(() -> settings("sev", Requests.usual().with("smm", "maybe")));
        assertThat(problem.code()).isEqualTo("sev.property.value");
        assertThat(problem.expected()).isEqualTo("on or off or auto");
    }

    @ParameterizedTest
    @CsvSource({
        "sev,host-data,AAAA,,,property.unknown",
        "sev-es,guest-feature,0x21,,,property.unknown",
        "sev,dh-cert,AAAA,,,sev.property.size",
        "sev,session,AAAA,,,sev.property.size",
        "sev,session,!,,,sev.property.base64",
        "sev,flags.ks,on,,,sev.property.contradiction",
        "sev,flags.ks,off,handle,3,sev.property.contradiction",
        "sev,handle,3,policy,0x3,sev.property.contradiction",
        "sev-es,smm,on,,,sev-es.restriction",
        "sev-es,kernel-irqchip,off,,,sev-es.restriction"
    })
    void refuseWhatContradicts(String type, String name, String value, String other, String also, String code) {
        Requests requests = Requests.usual().with(name, value);
        Requests both = other == null ? requests : requests.with(other, also);
        Problem problem = refusal(() -> settings(type, both));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.found()).isNotNull();
        assertThat(problem.expected()).isNotNull();
        assertThat(problem.remedy()).isNotNull();
    }

    @Test
    void sessionComesWithItsCertificate() {
        String certificate = Base64.getMimeEncoder().encodeToString(new byte[2084]);
        String session = Base64.getEncoder().encodeToString(new byte[128]);
        assertThat(settings("sev", Requests.usual().with("dh-cert", certificate).with("session", session))
                        .session())
                .contains(new OwnerSessionBlobs(Bytes.of(new byte[2084]), Bytes.of(new byte[128])));
        assertThat(refusal(() -> settings("sev", Requests.usual().with("session", session)))
                        .message())
                .contains("dh-cert");
    }

    @Test
    void handleAsksForASharedKey() {
        assertThat(settings("sev", Requests.usual().with("handle", "0x3")).keyOf())
                .contains(3);
        assertThat(settings("sev", Requests.usual().with("handle", "0")).keyOf())
                .isEmpty();
        assertThat(settings("sev-es", Requests.usual().with("flags.ks", "on").with("handle", "3"))
                        .keyOf())
                .contains(3);
    }

    private static GuestSettings settings(String type, Requests requests) {
        return GuestSettings.of(AmdType.of(new GuestType(type)), requests.request());
    }
}
