package org.cloister.core.swap;

import java.util.UUID;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.core.Replacement;
import org.cloister.core.SwapLocation;
import org.osgi.framework.BundleContext;

/** Finds out what a bundle brings: only the bundle itself knows. */
final class Peek {
    private Peek() {}

    static GuestType typeOf(BackendJar jar, BundleContext context, Replacement replacement, Limits limits) {
        SwapLocation apart = new SwapLocation(0, 0, UUID.randomUUID().toString());
        NewBundle bundle = NewBundle.install(context, replacement, jar, apart);
        try {
            bundle.resolve();
            return bundle.start(limits).type();
        } finally {
            bundle.remove();
        }
    }
}
