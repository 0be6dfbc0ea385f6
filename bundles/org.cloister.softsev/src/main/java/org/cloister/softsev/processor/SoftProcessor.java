package org.cloister.softsev.processor;

import java.security.SecureRandom;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.cloister.api.platform.PlatformUsage;

/** The processor that all machines of a platform share: identifiers, guest contexts, counts. Safe for use by several threads. */
public final class SoftProcessor implements PlatformUsage {
    private final PlatformSettings settings;
    private final AsidPool asids;
    private final SecureRandom random = new SecureRandom();
    private final Set<GuestContext> guests = ConcurrentHashMap.newKeySet();
    private final AtomicInteger machines = new AtomicInteger();
    private final AtomicLong pages = new AtomicLong();

    /** A processor without guests. */
    public SoftProcessor(PlatformSettings settings) {
        this.settings = settings;
        asids = new AsidPool(settings.snpAsids());
    }

    /** What kind of processor it is. */
    public PlatformSettings settings() {
        return settings;
    }

    /** An identifier for a guest; empty when all are in use. */
    public OptionalInt takeAsid() {
        return asids.take();
    }

    /** Gives an identifier back. */
    public void releaseAsid(int asid) {
        asids.release(asid);
    }

    /** SNP_GCTX_CREATE: a guest in its first state, with fresh keys. */
    public GuestContext createGuest() {
        GuestContext guest = new GuestContext(settings.generation(), random);
        guests.add(guest);
        return guest;
    }

    /** SNP_DECOMMISSION: ends a guest, from whatever state, and wipes its keys. */
    public void decommission(GuestContext guest) {
        guests.remove(guest);
        guest.close();
    }

    /** Counts a machine in. */
    public void machineOpened() {
        machines.incrementAndGet();
    }

    /** Counts a machine out. */
    public void machineClosed() {
        machines.decrementAndGet();
    }

    /** Where machines count their pages. */
    public AtomicLong pageCounter() {
        return pages;
    }

    @Override
    public int machines() {
        return machines.get();
    }

    @Override
    public int guests() {
        return guests.size();
    }

    @Override
    public int asids() {
        return asids.inUse();
    }

    @Override
    public int maxAsids() {
        return asids.count();
    }

    @Override
    public long pages() {
        return pages.get();
    }
}
