// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.SevFixture.content;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.softsev.machine.PageStateChanges.Validation;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A SEV-SNP guest takes pages and gives them; who may not touch a page gets a fault, and nothing is changed silently.
 */
class PageStateChangesTest {
    private static final long PRIVATE = 1 << 4;
    private static final long SHARED = 0;
    private static final long LAUNCHED = 0x1000;
    private static final long FREE = 0x8000;

    private final LaunchFixture bench = LaunchFixture.started(new SoftProcessor(PlatformSettings.DEFAULT), 1);
    private final GuestMemory memory = bench.machine.memory();
    private final PageStateChanges changes =
            bench.machine.adapt(PageStateChanges.class).orElseThrow();

    @BeforeEach
    void launch() {
        bench.put(SnpPageType.NORMAL, LAUNCHED, content(2 * PAGE));
        bench.channel.execute(FINISH);
    }

    @AfterEach
    void close() {
        bench.close();
        assertThat(bench.processor.pages()).isZero();
    }

    @Test
    void aPageThatIsTakenIsEmptyAndHasToBeValidated() {
        memory.hostView().write(FREE, content(PAGE));
        assertThat(changes.mapGpaRange(FREE, 1, PRIVATE)).isZero();
        assertThat(memory.page(FREE).by()).isEqualTo(Turn.PAGE_STATE_CHANGE);
        refused(() -> bench.guestView(FREE));
        refused(() -> memory.guestView().write(FREE, content(1)));
        assertThat(changes.pvalidate(FREE, false, true)).isEqualTo(Validation.CHANGED);
        assertThat(bench.guestView(FREE).isZero()).isTrue();
        memory.guestView().write(FREE + 5, content(100));
        assertThat(memory.guestView().read(FREE + 5, 100)).isEqualTo(content(100));
        assertThat(bench.hostView(FREE).slice(5, 100)).isNotEqualTo(content(100));
        assertThat(bench.hostView(FREE).isZero()).isFalse();
    }

    @Test
    void validatingTwiceIsToldToTheGuest() {
        changes.mapGpaRange(FREE, 1, PRIVATE);
        assertThat(changes.pvalidate(FREE, false, false)).isEqualTo(Validation.UNCHANGED);
        assertThat(changes.pvalidate(FREE, false, true)).isEqualTo(Validation.CHANGED);
        memory.guestView().write(FREE, content(PAGE));
        assertThat(changes.pvalidate(FREE, false, true)).isEqualTo(Validation.UNCHANGED);
        assertThat(changes.pvalidate(LAUNCHED, false, true)).isEqualTo(Validation.UNCHANGED);
        assertThat(changes.pvalidate(FREE, false, false)).isEqualTo(Validation.CHANGED);
        refused(() -> bench.guestView(FREE));
        assertThat(changes.pvalidate(FREE, false, true)).isEqualTo(Validation.CHANGED);
        assertThat(bench.guestView(FREE)).isEqualTo(content(PAGE));
    }

    @Test
    void validationGoesPageByPage() {
        changes.mapGpaRange(FREE, 3, PRIVATE);
        changes.mapGpaRange(0, 1, PRIVATE);
        assertThat(changes.pvalidate(0, true, true)).isEqualTo(Validation.FAIL_SIZEMISMATCH);
        assertThat(changes.pvalidate(FREE, true, true)).isEqualTo(Validation.FAIL_INPUT);
        assertThat(changes.pvalidate(FREE + 8, false, true)).isEqualTo(Validation.FAIL_INPUT);
        refused(() -> changes.pvalidate(FREE + 3 * PAGE, false, true));
        assertThat(changes.pvalidate(FREE, false, true)).isEqualTo(Validation.CHANGED);
        refused(() -> memory.guestView().write(FREE + PAGE - 1, content(2)));
        assertThat(bench.guestView(FREE).isZero())
                .as("a write that is refused writes nothing")
                .isTrue();
    }

    @Test
    void aPageThatIsGivenBackLosesItsContent() {
        assertThat(changes.mapGpaRange(LAUNCHED, 1, SHARED)).isZero();
        assertThat(bench.hostView(LAUNCHED).isZero()).isTrue();
        assertThat(bench.guestView(LAUNCHED).isZero()).isTrue();
        memory.hostView().write(LAUNCHED, content(16));
        assertThat(memory.guestView().read(LAUNCHED, 16)).isEqualTo(content(16));
        assertThat(changes.mapGpaRange(LAUNCHED, 1, PRIVATE)).isZero();
        refused(() -> bench.guestView(LAUNCHED));
        assertThat(changes.pvalidate(LAUNCHED, false, true)).isEqualTo(Validation.CHANGED);
        assertThat(bench.guestView(LAUNCHED).isZero()).isTrue();
        assertThat(bench.guestView(LAUNCHED + PAGE)).isEqualTo(content(2 * PAGE).slice(PAGE, PAGE));
    }

    @Test
    void asksForWhatItHasChangesNothing() {
        assertThat(changes.mapGpaRange(LAUNCHED, 2, PRIVATE)).isZero();
        assertThat(memory.guestView().read(LAUNCHED, 2 * PAGE)).isEqualTo(content(2 * PAGE));
        memory.hostView().write(FREE, content(PAGE));
        assertThat(changes.mapGpaRange(FREE, 1, SHARED)).isZero();
        assertThat(bench.hostView(FREE)).isEqualTo(content(PAGE));
    }

    /** RAM ends at 0x100000, the next memory begins at 0xfff00000. */
    @ParameterizedTest
    @CsvSource({
        "0x8001,     1,    16, 22",
        "0x8000,     0,    16, 22",
        "0x8000,     -1,   16, 22",
        "-4096,      1,    16, 22",
        "0x8000,     9223372036854775807, 16, 22",
        "0x7ffffffffffff000, 1, 16, 22",
        "0x100000,   1,    16, 22",
        "0xff000,    2,    16, 22",
        "0xff000,    2,    0,  22",
        "0x100000,   1,    0,  0",
        "0x100000,   16,   0,  0",
        "0xff000,    1,    16, 0",
        "0x8000,     1,    18, 0",
        "0xfff00000, 256,  17, 0",
        "0xfff00000, 257,  16, 22"
    })
    void rangesAreTakenOrRefusedAsAWhole(String gpa, long pages, long attributes, int errno) {
        long before = bench.processor.pages();
        assertThat(changes.mapGpaRange(Long.decode(gpa), pages, attributes)).isEqualTo(errno);
        if (errno != 0) {
            assertThat(memory.page(0xff000).visibility()).isEqualTo(Visibility.SHARED);
            assertThat(memory.page(FREE).visibility()).isEqualTo(Visibility.SHARED);
        }
        assertThat(bench.processor.pages()).isEqualTo(before);
    }

    /** The host's write is refused at every place, also where its first bytes would be in a page of its own. */
    @ParameterizedTest
    @ValueSource(longs = {LAUNCHED - 1, LAUNCHED, LAUNCHED + 1, LAUNCHED + PAGE - 1, LAUNCHED + 2 * PAGE - 1})
    void theHostsWriteToAPrivatePageFaults(long gpa) {
        memory.hostView().write(LAUNCHED - PAGE, content(PAGE));
        Bytes around = memory.hostView().read(LAUNCHED - PAGE, 4 * PAGE);
        assertThat(refused(() -> memory.hostView().write(gpa, content(2)))).contains("0x");
        assertThat(memory.hostView().read(LAUNCHED - PAGE, 4 * PAGE)).isEqualTo(around);
        assertThat(memory.guestView().read(LAUNCHED, 2 * PAGE)).isEqualTo(content(2 * PAGE));
        assertThat(around.slice(PAGE, 2 * PAGE)).isNotEqualTo(content(2 * PAGE));
    }

    @Test
    void nobodyChangesPagesBeforeTheGuestRuns() {
        try (LaunchFixture early = LaunchFixture.started(bench.processor, 1)) {
            PageStateChanges none = early.machine.adapt(PageStateChanges.class).orElseThrow();
            failed("guest.state", () -> none.mapGpaRange(0, 1, PRIVATE));
            failed("guest.state", () -> none.pvalidate(0, false, true));
        }
    }

    @Test
    void nobodyChangesPagesOfAMachineThatWasClosed() {
        bench.close();
        failed("memory.closed", () -> changes.mapGpaRange(0, 1, PRIVATE));
        failed("memory.closed", () -> changes.pvalidate(0, false, true));
    }

    private static String refused(ThrowingCallable call) {
        return failed("memory.refused", call);
    }

    private static String failed(String code, ThrowingCallable call) {
        String[] where = new String[1];
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo(code))
                .satisfies(e -> where[0] = e.problem().where());
        return where[0];
    }
}
