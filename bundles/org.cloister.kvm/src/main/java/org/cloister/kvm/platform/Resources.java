// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a machine holds, closed in the reverse order. Safe for use by several threads. */
final class Resources implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Resources.class.getName());

    private final Deque<AutoCloseable> held = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T keep(T resource) {
        held.push(resource);
        return resource;
    }

    /** Closes everything, whatever one of them has to complain of. */
    @Override
    public synchronized void close() {
        while (!held.isEmpty()) {
            AutoCloseable resource = held.pop();
            try {
                resource.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, resource + " does not close", e);
            }
        }
    }
}
