// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.measure.MeasuredPage;
import org.cloister.amd.measure.PageInfo;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.LaunchPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers are those of sev-snp-measure 0.0.13, an independent implementation. */
class SnpDigestTest {
    private static final Image NO_BYTES = new Image("/dev/null", Bytes.EMPTY);

    @ParameterizedTest
    @CsvSource({
        "1,EPYC-v4,0x1,qemu,,b752c95386a86ae645e7465453fd65ecd9e2c7af6e55c84b7f76d6014154b17c037bdfefb563668dc6d456a86003f0e1",
        "4,EPYC-Milan,0x21,qemu,console=ttyS0,fac5521c386db6ed419cea13334917685b7c425c06992210823e4f8d76e1e6ca7d47dbf6005152c01e4119d9105a015d",
        "2,EPYC-v4,0x1,ec2,,494e32f83e857125478aac1608d0480611a80c189b50a0191ee0e7810a28c87b09363737514f9ad1be1c7b494d38ff28",
        "2,EPYC-v4,0x1,gce,,d5508339f82ca9dca203523a5f8ca58ffc312bb7c2c3f6539e26bbaf7965b0c165dfdd4e0369394f229bde2e0594eb26"
    })
    void ofTheBuiltInFirmware(int vcpus, String type, String features, String vmm, String append, String expected) {
        Requests requests = Requests.usual()
                .firmware(SampleFirmware.image())
                .vcpus(vcpus)
                .vcpuType(type)
                .with("guest-features", features)
                .with("vmm", vmm);
        Requests booted = append == null
                ? requests
                : requests.boot(new DirectBoot(text("kernel"), Optional.of(text("initrd")), append));
        assertThat(SnpDigest.of(plan(booted)).hex()).isEqualTo(expected);
    }

    /**
     * The origin's own tests measure the last 4 KiB of an image as if they were all of it; its hash stands for the
     * firmware here.
     */
    @ParameterizedTest
    @CsvSource({
        "1,0x21,qemu,,e1e1ca029dd7973ab9513295be68198472dcd4fc834bd9af9b63f6e8a1674dbf281a9278a4a2ebe0eed9f22adbcd0e2b",
        "1,0x1,qemu,,19358ba9a7615534a9a1e2f0dfc29384dcd4dcb7062ff9c6013b26869a5fc6ecabe033c48dd6f6db5d6d76e7c5df632d",
        "1,0x21,qemu,'',329c8ce0972ae52343b64d34a434a86f245dfd74f5ed7aae15d22efc78fb9683632b9b50e4e1d7fa41179ef98a7ef198",
        "1,0x1,qemu,'',ddc5224521617a536ee7ce9dd6224d1b58a8d4fda1c741f3ac99fc4bfa04ba6e9fc98646d4a07a9079397fa3852819b5",
        "4,0x21,qemu,'',4953b1fb416fa874980e8442b3706d345926d5f38879134e00813c5d7abcbe78eafe7b422907be0b4698e2414a631942",
        "4,0x1,qemu,'',5061fffb019493a903613d56d54b94912a1a2f9e4502385f5c194616753720a92441310ba6c4933de877c36e23046ad5",
        "1,0x21,qemu,console=ttyS0 loglevel=7,803f691094946e42068aaa3a8f9e26a5c89f36f7b73ecfb28c653360fe4b3aba7e534442e7e1e17895dfe778d0228977",
        "1,0x1,qemu,console=ttyS0 loglevel=7,6d287813eb5222d770f75005c664e34c204f385ce832cc2ce7d0d6f354454362f390ef83a92046c042e706363b4b08fa",
        "1,0x21,ec2,'',0ce9ccc06bab55eebe8abc234f3df6514883977a68a591b71052498ab52b2f1aa415db338033946ef93aa8278c0d67fb",
        "1,0x1,ec2,'',0883bd0eeb716e65b7b977a321c278d1e51b33b5c655fab985443bbcc65c086b9c15e8a0bd8811050dec7e24964e5056",
        "1,0x1,gce,'',5da7106cf14cf46b1725ebab123eb9e53bd46a1e9f400cd0c08e7827b04b688ea8b4e403c8404efed4397ea5d5d0722e",
        "4,0x1,gce,'',5c5debf100fc339f90276e761ee1f1658d08922c3b20e2a2e6c7a6c3370b2452a15a00eae11886a93d6fd1e7ab81e29d"
    })
    void fromAFirmwareHash(int vcpus, String features, String vmm, String append, String expected) {
        Requests requests = Requests.usual()
                .firmware(padded("firmware/ovmf_AmdSev_suffix.bin"))
                .vcpus(vcpus)
                .with("guest-features", features)
                .with("vmm", vmm);
        Requests booted =
                append == null ? requests : requests.boot(new DirectBoot(NO_BYTES, Optional.of(NO_BYTES), append));
        Bytes hash = Bytes.ofHex(
                "086e2e9149ebf45abdc3445fba5b2da8270bdbb04094d7a2c37faaa4b24af3aa16aff8c374c2a55c467a50da6d466b74");
        assertThat(SnpDigest.of(plan(booted), hash).hex()).isEqualTo(expected);
    }

    @Test
    void fromThePlansOwnFirmwareHash() {
        LaunchPlan plan = plan(Requests.usual().kernel().vcpus(3));
        assertThat(SnpDigest.of(plan, SnpDigest.firmwareHash(plan))).isEqualTo(SnpDigest.of(plan));
    }

    @Test
    void refusesAFirmwareHashOfAnotherLength() {
        LaunchPlan plan = plan(Requests.usual());
        assertThat(refusal(() -> SnpDigest.of(plan, Bytes.of(new byte[32]))).message())
                .isEqualTo("firmware-hash: a firmware hash is a SHA-384 digest (found 32 bytes, expected 48 bytes)");
    }

    @Test
    void coversThePagesItLists() throws Exception {
        LaunchPlan plan = plan(Requests.usual().kernel().vcpus(3));
        List<MeasuredPage> pages = SnpDigest.pages(plan);
        assertThat(pages).hasSize(16 + 4 + 1 + 1 + 1 + 3);
        assertThat(fromPages(pages)).isEqualTo(SnpDigest.of(plan));
        assertThat(pages.get(15).gpa()).isEqualTo(0xfffff000L);
        assertThat(pages.get(16).digest()).isEmpty();
        assertThat(pages.get(25).name()).isEqualTo("vCPU 2");
        assertThat(pages.get(25).gpa()).isEqualTo(0xfffffffff000L);
        assertThat(pages.get(25).digest())
                .isEqualTo(pages.get(24).digest())
                .isNotEqualTo(pages.get(23).digest());
    }

    @Test
    void changesWithEveryInput() {
        Requests usual = Requests.usual().kernel().vcpus(2);
        List<Requests> all = List.of(
                usual,
                usual.vcpus(3),
                usual.vcpuType("EPYC-Milan"),
                usual.with("guest-features", "0x21"),
                usual.with("kernel-hashes", "off"),
                usual.with("profile", "legacy"),
                usual.with("profile", "ec2"),
                usual.with("profile", "ec2-2025"),
                usual.with("profile", "gce"),
                usual.boot(new DirectBoot(text("kernel"), Optional.of(text("initrd")), "quiet")));
        assertThat(all).extracting(requests -> SnpDigest.of(plan(requests))).doesNotHaveDuplicates();
    }

    @Test
    void doesNotDependOnWhatIsNotMeasured() {
        Requests usual = Requests.usual();
        Bytes digest = SnpDigest.of(plan(usual));
        assertThat(SnpDigest.of(plan(usual.memory(512 * Requests.MIB)))).isEqualTo(digest);
        assertThat(SnpDigest.of(plan(usual.with("policy", "debug=on")))).isEqualTo(digest);
    }

    private static Bytes fromPages(List<MeasuredPage> pages) throws Exception {
        Bytes digest = Bytes.of(new byte[LaunchDigest.SIZE]);
        for (MeasuredPage page : pages) {
            PageInfo info = new PageInfo().digest(digest).page(SnpPageKinds.typeOf(page.kind()), page.gpa());
            page.digest().ifPresent(info::contents);
            digest = Bytes.of(java.security.MessageDigest.getInstance("SHA-384")
                    .digest(info.encode().toArray()));
        }
        return digest;
    }

    private static Image padded(String name) {
        Bytes tail = TestData.bytes(name);
        byte[] whole = new byte[0x10000];
        tail.copyTo(0, whole, whole.length - tail.length(), tail.length());
        return new Image(name, Bytes.of(whole));
    }

    private static Image text(String content) {
        return new Image(content, Bytes.of(content.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    private static LaunchPlan plan(Requests requests) {
        return SnpPlanner.plan(requests.request());
    }
}
