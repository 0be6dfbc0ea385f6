// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cloister.amd.testing.Refusals.refusal;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Sealing and opening of messages, and what lengths do. */
class GuestMessageTest {
    private static final byte[] KEY = counting(32);
    private static final long SEQUENCE = 0x0102030405060708L;

    // Made by OpenSSL's AES-256-GCM
    private static final String SEALED = "06db9737b533721aaed0595a43cfa11300000000000000000000000000000000"
            + "0807060504030201000000000000000001016000050160000000000002000000"
            + "0000000000000000000000000000000000000000000000000000000000000000"
            + "b7be73669643646d1d92e120d29892c529558bdddd3e02f2c237698b22561b7d"
            + "092c921e76c46075e65b10a214fdc640c1ee6384ab1a66401e7b01f868fe4e04"
            + "883df5780907d82e4227b3bb7cb2dd7c957a989a2e3d4d474a7e48eb0e92df0f";

    private static final ReportRequest REQUEST = ReportRequest.of(Bytes.of(counting(64)), 2, KeyChoice.VCEK);

    @Test
    void aMessageIsSealedAsAnotherImplementationDoes() {
        assertThat(sealed().encode().hex()).isEqualTo(SEALED);
    }

    @Test
    void aMessageOfAnotherImplementationIsOpened() {
        GuestMessage read = GuestMessage.decode(Bytes.ofHex(SEALED), "test");
        assertThat(read.header().violations()).isEmpty();
        assertThat(read.header().type()).contains(MessageType.REPORT_REQ);
        assertThat(read.header().sequence()).isEqualTo(SEQUENCE);
        assertThat(read.header().key()).isEqualTo(2);
        assertThat(read.open(KEY)).hasValue(REQUEST.raw().toArray());
        assertThat(read.open(counting(33, 1))).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> everyBitThatIsAuthenticatedCounts() {
        byte[] message = sealed().encode().toArray();
        return IntStream.range(0, message.length)
                .filter(at -> at < 16 || at >= 0x20 && at < 0x28 || at >= 0x30)
                // The payload's length: another payload altogether
                .filter(at -> at != 0x36 && at != 0x37)
                .mapToObj(at -> DynamicTest.dynamicTest("byte " + at, () -> {
                    byte[] changed = message.clone();
                    changed[at] ^= (byte) (1 << at % 8);
                    assertThat(GuestMessage.decode(Bytes.of(changed), "test").open(KEY))
                            .isEmpty();
                }));
    }

    @Test
    void whatIsSealedComesBack() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] key = new byte[32];
            byte[] payload = new byte[16 * (1 + random.nextInt(250))];
            random.nextBytes(key);
            random.nextBytes(payload);
            MessageType type = MessageType.values()[random.nextInt(18)];
            MessageHeader header = MessageHeader.of(type, 1, random.nextInt(4), random.nextLong(), payload.length);
            GuestMessage message = GuestMessage.seal(key, header, payload);
            GuestMessage read = GuestMessage.decode(message.page(), "page");
            assertThat(read).isEqualTo(message);
            assertThat(read.header().violations()).isEmpty();
            assertThat(read.open(key)).hasValue(payload);
        }
    }

    @Test
    void anyBytesAreReadAsTheyAre() {
        Random random = new Random(8);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[MessageHeader.SIZE + random.nextInt(200)];
            random.nextBytes(bytes);
            bytes[0x37] = 0;
            bytes[0x36] = (byte) Math.min(bytes.length - MessageHeader.SIZE, 255);
            GuestMessage read = GuestMessage.decode(Bytes.of(bytes), "random");
            assertThat(read.encode()).isEqualTo(Bytes.of(bytes, 0, 96 + (bytes[0x36] & 0xff)));
            assertThat(read.header().show().fields()).isNotEmpty();
            read.header().violations();
            assertThat(read.open(KEY)).isEmpty();
        }
    }

    @Test
    void everyBadFieldOfAHeaderIsNamed() {
        MessageHeader good = sealed().header();
        assertThat(Stream.of(HeaderField.ALGO, HeaderField.HDR_VERSION, HeaderField.HDR_SIZE)
                        .map(field -> good.with(field, 2).malformed().get(0).field()))
                .containsExactly("algo", "hdr_version", "hdr_size");
        assertThat(Stream.of(0, 8, 17, 4016, 65520)
                        .map(size -> good.with(HeaderField.MSG_SIZE, size).malformed()))
                .allSatisfy(all -> assertThat(all).extracting(Violation::field).containsExactly("msg_size"));
        assertThat(good.with(HeaderField.MSG_VMPCK, 4).malformed())
                .extracting(Violation::field)
                .containsExactly("msg_vmpck");
        byte[] reserved = good.raw().toArray();
        reserved[0x5f] = 1;
        assertThat(new MessageHeader(Bytes.of(reserved)).malformed()).isEmpty();
        assertThat(new MessageHeader(Bytes.of(reserved)).violations())
                .extracting(Violation::field)
                .containsExactly("reserved");
    }

    @Test
    void lengthsAreHeldAgainstWhatIsThere() {
        Bytes message = sealed().encode();
        assertThat(refusal(() -> GuestMessage.decode(message.slice(0, 95), "page"))
                        .code())
                .isEqualTo("message.length");
        assertThat(refusal(() -> GuestMessage.decode(Bytes.of(new byte[4097]), "page"))
                        .code())
                .isEqualTo("message.length");
        assertThat(refusal(() -> GuestMessage.decode(message.slice(0, 191), "page"))
                        .where())
                .isEqualTo("page, msg_size");
        MessageHeader header = MessageHeader.of(MessageType.KEY_REQ, 1, 0, 1, 32);
        assertThat(refusal(() -> GuestMessage.seal(KEY, header, new byte[31])).code())
                .isEqualTo("message.size");
        assertThatThrownBy(() -> GuestMessage.seal(new byte[16], header, new byte[32]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void typesAreATable() {
        assertThat(MessageType.values()).hasSize(18);
        assertThat(IntStream.rangeClosed(1, 18).mapToObj(MessageType::of)).allMatch(type -> type.isPresent());
        assertThat(MessageType.of(0)).isEmpty();
        assertThat(MessageType.of(19)).isEmpty();
        assertThat(MessageType.CPUID_REQ.response()).isEqualTo(MessageType.CPUID_RSP);
        assertThat(MessageType.TSC_INFO_REQ.code()).isEqualTo(17);
        assertThat(MessageType.TSC_INFO_REQ.response().code()).isEqualTo(18);
        assertThat(Arrays.stream(MessageType.values()).filter(MessageType::request))
                .allMatch(type -> type.response().code() == type.code() + 1);
        assertThatThrownBy(MessageType.KEY_RSP::response).isInstanceOf(IllegalStateException.class);
    }

    private static GuestMessage sealed() {
        byte[] payload = REQUEST.raw().toArray();
        return GuestMessage.seal(
                KEY, MessageHeader.of(MessageType.REPORT_REQ, 1, 2, SEQUENCE, payload.length), payload);
    }

    private static byte[] counting(int length) {
        return counting(length, 0);
    }

    private static byte[] counting(int end, int from) {
        byte[] bytes = new byte[end - from];
        for (int i = from; i < end; i++) {
            bytes[i - from] = (byte) i;
        }
        return bytes;
    }
}
