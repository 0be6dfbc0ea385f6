// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.SecureRandom;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.session.TransportKeys;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.softsev.memory.PageCipher;
import org.cloister.softsev.model.InstalledFirmware;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.model.Refusal;

/**
 * The table of SEV and SEV-ES guests by their handles, and the commands that change it: LAUNCH_START, ACTIVATE,
 * DEACTIVATE, DECOMMISSION, DF_FLUSH (SEV API, 55766). Safe for use by several threads.
 */
public final class SevGuests {
    /** Most guests at once. */
    static final int MOST = 1024;

    private final PlatformSettings settings;
    private final InstalledFirmware installed;
    private final SecureRandom random;
    private final SortedMap<Integer, SevGuest> guests = new TreeMap<>();
    private final AsidStates asids = new AsidStates();

    SevGuests(PlatformSettings settings, InstalledFirmware installed, SecureRandom random) {
        this.settings = settings;
        this.installed = installed;
        this.random = random;
    }

    /** The firmware that launches them. */
    FirmwareVersion firmware() {
        return installed.version();
    }

    /**
     * LAUNCH_START: makes a guest.
     *
     * @param keys of its session, which the guest owns from now on, also when this refuses
     * @param sharing the handle of a guest whose memory key it is to have; 0 for a key of its own
     */
    public synchronized SevGuest start(int policy, TransportKeys keys, int sharing) {
        try {
            MemoryKey memoryKey = sharing == 0 ? MemoryKey.generate(random) : shared(sharing, policy);
            return add(policy, keys, memoryKey);
        } catch (Refusal e) {
            keys.close();
            throw e;
        }
    }

    private SevGuest add(int policy, TransportKeys keys, MemoryKey memoryKey) {
        try {
            SevGuest guest = new SevGuest(free(), policy, keys, memoryKey, firmware());
            Refusal.unless(
                    !guest.encryptedState() || settings.snpAsids() > 0,
                    FirmwareStatus.UNSUPPORTED,
                    "policy: SEV-ES, and the platform has no ASIDs for it");
            guests.put(guest.handle(), guest);
            return guest;
        } catch (Refusal e) {
            memoryKey.close();
            throw e;
        }
    }

    /**
     * RECEIVE_START: makes a guest that another platform sends.
     *
     * @param keys of the session, which the guest owns from now on, also when this refuses
     * @param sharing as for a launch
     */
    public synchronized SevGuest receive(int policy, TransportKeys keys, int sharing) {
        SevGuest guest = start(policy, keys, sharing);
        guest.receive(keys);
        return guest;
    }

    /**
     * ACTIVATE: binds a guest to an identifier.
     *
     * @return its memory key as the memory controller has it now; who gets it closes it
     */
    public synchronized PageCipher activate(SevGuest guest, int asid) {
        Refusal.unless(asid > 0 && asid <= settings.maxAsid(), FirmwareStatus.INVALID_ASID, "asid " + asid);
        AsidStates.State state = asids.of(asid);
        boolean owned = state == AsidStates.State.ALLOCATED || state == AsidStates.State.IN_USE;
        Refusal.unless(!owned, FirmwareStatus.ASID_OWNED, "asid " + asid + " belongs to another guest");
        Refusal.unless(
                guest.asid().isEmpty(), FirmwareStatus.ACTIVE, "guest " + guest.handle() + " has an ASID already");
        Refusal.unless(
                state != AsidStates.State.DIRTY, FirmwareStatus.DFFLUSH_REQUIRED, "asid " + asid + " was in use");
        requireRange(guest, asid);
        guest.bind(asid);
        asids.allocate(asid);
        return guest.memoryKey().install();
    }

    /** A guest's memory key as the memory controller has it, for one more machine; who gets it closes it. */
    public synchronized PageCipher key(SevGuest guest) {
        return guest.memoryKey().install();
    }

    /** LAUNCH_FINISH. */
    public synchronized void finish(SevGuest guest) {
        guest.finish();
        guest.asid().ifPresent(asids::use);
    }

    /** RECEIVE_FINISH. */
    public synchronized void finishReceiving(SevGuest guest) {
        guest.transfer().finishReceiving();
        guest.asid().ifPresent(asids::use);
    }

    /** DEACTIVATE: the guest's identifier is another's to have, once caches were written back. */
    public synchronized void deactivate(SevGuest guest) {
        int asid = guest.asid()
                .orElseThrow(() -> Refusal.firmware(FirmwareStatus.INACTIVE, "the guest is bound to no ASID"));
        guest.bind(0);
        asids.release(asid);
    }

    /** DECOMMISSION: ends a guest, from whatever state, and wipes its keys. */
    public synchronized void decommission(SevGuest guest) {
        Refusal.unless(guest.asid().isEmpty(), FirmwareStatus.ACTIVE, "guest " + guest.handle() + " is active");
        guests.remove(guest.handle());
        guest.close();
    }

    /** DEACTIVATE and DECOMMISSION, as far as nobody has done that by the firmware's own commands. */
    public synchronized void end(SevGuest guest) {
        if (guest.asid().isPresent()) {
            deactivate(guest);
        }
        if (has(guest)) {
            decommission(guest);
        }
    }

    /** The guest of a handle. */
    synchronized SevGuest named(int handle) {
        SevGuest guest = guests.get(handle);
        Refusal.unless(guest != null, FirmwareStatus.INVALID_GUEST, "handle " + handle + ": there is no such guest");
        return guest;
    }

    /** Whether a guest was not decommissioned. */
    public synchronized boolean has(SevGuest guest) {
        return guests.get(guest.handle()) == guest;
    }

    /** WBINVD on every core. */
    public synchronized void writeBack() {
        asids.writeBack();
    }

    /** DF_FLUSH. */
    public synchronized void flush() {
        Refusal.unless(asids.flush(), FirmwareStatus.WBINVD_REQUIRED, "caches were not written back");
    }

    /** How many guests there are. */
    public synchronized int count() {
        return guests.size();
    }

    private MemoryKey shared(int handle, int policy) {
        SevGuest other = guests.get(handle);
        Refusal.unless(other != null, FirmwareStatus.INVALID_GUEST, "handle " + handle + ": there is no such guest");
        boolean allowed = other.policy() == policy && !other.has(SevPolicyBit.NOKS);
        String reason = other.has(SevPolicyBit.NOKS) ? "its policy forbids it (NOKS)" : "policies differ";
        Refusal.unless(
                allowed, FirmwareStatus.POLICY_FAILURE, "handle " + handle + ": its key cannot be shared, " + reason);
        return other.memoryKey().copy();
    }

    private int free() {
        for (int handle = 1; handle <= MOST; handle++) {
            if (!guests.containsKey(handle)) {
                return handle;
            }
        }
        throw Refusal.firmware(FirmwareStatus.RESOURCE_LIMIT, "there are " + MOST + " guests");
    }

    private void requireRange(SevGuest guest, int asid) {
        boolean es = guest.encryptedState();
        boolean fits = es == asid < settings.firstSevAsid();
        String range =
                es ? "1 to " + (settings.firstSevAsid() - 1) : settings.firstSevAsid() + " to " + settings.maxAsid();
        String kind = es ? "a policy of SEV-ES" : "a policy without SEV-ES";
        Refusal.unless(fits, FirmwareStatus.INVALID_ASID, "asid " + asid + ": " + kind + " takes " + range);
    }
}
