// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.cloister.amd.message.GuestMessage;
import org.cloister.amd.message.MessageHeader;
import org.cloister.amd.message.MessageType;
import org.cloister.amd.message.RequestExit;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guest that has CPUID checked gets what the CPUID page would have had to say. */
class CpuidRequestTest {
    private static final CpuidPageEntry GOOD = CpuidPageTest.GOOD;
    private static final CpuidPageEntry BAD = CpuidPageTest.BAD;
    private static final CpuidPageEntry HYPERVISORS = new CpuidPageEntry(0x40000000, 0, 0, 0, 1, 2, 3, 4);
    private static final int HEAD = 16;

    private final RequestingGuest guest = new RequestingGuest(new SoftProcessor(PlatformSettings.DEFAULT));

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void whatIsAllowedComesBackAsItIs() {
        Bytes request = CpuidPage.of(List.of(GOOD, HYPERVISORS)).raw();
        Bytes response = ask(request);
        assertHead(response, FirmwareStatus.SUCCESS, 1);
        assertThat(response.slice(HEAD, request.length() - HEAD))
                .isEqualTo(request.slice(HEAD, request.length() - HEAD));
    }

    @Test
    void whatIsNotAllowedComesBackCorrected() {
        Bytes request = CpuidPage.of(List.of(BAD, HYPERVISORS, GOOD)).raw();
        Bytes response = ask(request);
        assertHead(response, FirmwareStatus.INVALID_PARAM, 2);
        Bytes allowed = CpuidPage.of(List.of(GOOD, HYPERVISORS, GOOD)).raw();
        assertThat(response.slice(HEAD, request.length() - HEAD))
                .isEqualTo(allowed.slice(HEAD, request.length() - HEAD));
    }

    @Test
    void aRequestThatEndsWithItsLastEntryIsEnough() {
        Bytes request = CpuidPage.of(List.of(BAD)).raw().slice(0, HEAD + CpuidPageEntry.SIZE);
        Bytes response = ask(request);
        assertHead(response, FirmwareStatus.INVALID_PARAM, 1);
        assertThat(response.slice(HEAD, CpuidPageEntry.SIZE))
                .isEqualTo(CpuidPage.of(List.of(GOOD)).raw().slice(HEAD, CpuidPageEntry.SIZE));
    }

    /** Offset in the request, and what is there. */
    @ParameterizedTest
    @CsvSource({"0, 65", "3, 0x80", "4, 1", "15, 1"})
    void aHeadThatIsNotSoundIsRefusedWithoutAnswers(int at, String value) {
        byte[] request = CpuidPage.of(List.of(BAD)).raw().toArray();
        request[at] = Integer.decode(value).byteValue();
        Bytes response = ask(Bytes.of(request));
        assertHead(response, FirmwareStatus.INVALID_PARAM, 0);
        assertThat(response.slice(HEAD, response.length() - HEAD).isZero()).isTrue();
    }

    @Test
    void entriesBehindTheCountAreNotAnswered() {
        byte[] request = CpuidPage.of(List.of(GOOD, GOOD)).raw().toArray();
        request[0] = 1;
        Bytes response = ask(Bytes.of(request));
        assertHead(response, FirmwareStatus.SUCCESS, 1);
        assertThat(response.slice(HEAD + CpuidPageEntry.SIZE, CpuidPageEntry.SIZE)
                        .isZero())
                .isTrue();
    }

    private static void assertHead(Bytes response, FirmwareStatus status, int checked) {
        ByteBuffer head = ByteBuffer.wrap(response.toArray()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(List.of(head.getInt(0), head.getInt(4), head.getInt(8), head.getInt(12)))
                .containsExactly(status.code(), checked, 0, 0);
    }

    private Bytes ask(Bytes request) {
        RequestExit exit = guest.ask(MessageType.CPUID_REQ, 0, 1, request);
        assertThat(exit.exitInfo2()).isZero();
        MessageHeader header = GuestMessage.decode(exit.response(), "response").header();
        assertThat(header.type()).contains(MessageType.CPUID_RSP);
        Bytes response = guest.opened(exit);
        assertThat(response.length()).isEqualTo(request.length());
        return response;
    }
}
