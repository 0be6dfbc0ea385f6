// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.channel.PlatformState;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.model.Refusal;
import org.junit.jupiter.api.Test;

/** ACTIVATE, DEACTIVATE, DECOMMISSION, WBINVD and DF_FLUSH. */
class SevGuestsTest {
    private static final int SEV_ASID = PlatformSettings.DEFAULT.firstSevAsid();

    private final SoftProcessor processor = Platforms.fresh();
    private final SevGuests guests = processor.sevGuests();

    @Test
    void anIdentifierBelongsToOneGuest() {
        SevGuest guest = Platforms.guest(processor, 0);
        SevGuest other = Platforms.guest(processor, 0);
        guests.activate(guest, SEV_ASID);
        refused(FirmwareStatus.ASID_OWNED, () -> guests.activate(other, SEV_ASID));
        refused(FirmwareStatus.ACTIVE, () -> guests.activate(guest, SEV_ASID + 1));
        refused(FirmwareStatus.ACTIVE, () -> guests.decommission(guest));
        guests.deactivate(guest);
        refused(FirmwareStatus.INACTIVE, () -> guests.deactivate(guest));
        guests.activate(other, SEV_ASID);
    }

    @Test
    void identifiersHaveTheirRanges() {
        SevGuest sev = Platforms.guest(processor, 0);
        SevGuest es = Platforms.guest(processor, 0x4);
        for (int asid : new int[] {-1, 0, 1, SEV_ASID - 1, PlatformSettings.DEFAULT.maxAsid() + 1}) {
            refused(FirmwareStatus.INVALID_ASID, () -> guests.activate(sev, asid));
        }
        for (int asid : new int[] {0, SEV_ASID, PlatformSettings.DEFAULT.maxAsid()}) {
            refused(FirmwareStatus.INVALID_ASID, () -> guests.activate(es, asid));
        }
        guests.activate(sev, PlatformSettings.DEFAULT.maxAsid());
        guests.activate(es, SEV_ASID - 1);
    }

    @Test
    void whatWasInUseIsFlushedBeforeAnotherGetsIt() {
        SevGuest guest = Platforms.guest(processor, 0);
        guests.activate(guest, SEV_ASID);
        guest.measure(48, Platforms.RANDOM);
        guests.finish(guest);
        guests.deactivate(guest);
        SevGuest next = Platforms.guest(processor, 0);
        refused(FirmwareStatus.DFFLUSH_REQUIRED, () -> guests.activate(next, SEV_ASID));
        refused(FirmwareStatus.WBINVD_REQUIRED, guests::flush);
        guests.writeBack();
        guests.flush();
        guests.activate(next, SEV_ASID);
    }

    @Test
    void whatNeverRanNeedsNoFlush() {
        SevGuest guest = Platforms.guest(processor, 0);
        guests.activate(guest, SEV_ASID);
        guests.deactivate(guest);
        guests.activate(Platforms.guest(processor, 0), SEV_ASID);
    }

    @Test
    void thePlatformWorksAsLongAsThereAreGuests() {
        assertThat(processor.platform().status().state()).contains(PlatformState.INIT);
        SevGuest guest = Platforms.guest(processor, 0);
        assertThat(processor.platform().status().state()).contains(PlatformState.WORKING);
        assertThat(processor.platform().status().guestCount()).isOne();
        guests.decommission(guest);
        assertThat(processor.platform().status().state()).contains(PlatformState.INIT);
        processor.platform().reset();
        assertThat(processor.platform().status().state()).contains(PlatformState.UNINIT);
    }

    @Test
    void handlesAreLimitedAndUsedAgain() {
        List<SevGuest> all = new ArrayList<>();
        for (int i = 0; i < SevGuests.MOST; i++) {
            all.add(Platforms.guest(processor, 0));
        }
        assertThat(all).extracting(SevGuest::handle).doesNotHaveDuplicates();
        refused(FirmwareStatus.RESOURCE_LIMIT, () -> Platforms.guest(processor, 0));
        guests.decommission(all.get(500));
        assertThat(Platforms.guest(processor, 0).handle())
                .isEqualTo(all.get(500).handle());
    }

    @Test
    void guestsWithoutAnIdentifierAreInactive() {
        SevGuest guest = Platforms.guest(processor, 0);
        refused(FirmwareStatus.INACTIVE, () -> guest.update(null, 0, 16));
        refused(FirmwareStatus.INACTIVE, guest::requireDebugging);
    }

    private static void refused(FirmwareStatus status, ThrowingCallable call) {
        Refusal refusal = catchThrowableOfType(Refusal.class, call);
        assertThat(refusal).as("refusal with " + status).isNotNull();
        assertThat(refusal.status()).isEqualTo(status.code());
    }
}
