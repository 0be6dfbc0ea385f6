// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.host;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Set;
import org.cloister.api.platform.ChangeWatch;

/** Notifies when the device nodes of a platform come, go or change their permissions. */
public final class DeviceWatch implements ChangeWatch {
    private static final System.Logger LOG = System.getLogger(DeviceWatch.class.getName());
    private static final Set<String> NODES = Set.of("kvm", "sev");

    private final Runnable changed;
    private final WatchService watch;

    /** Watches this host's devices. */
    public DeviceWatch(Runnable changed) {
        this(Path.of("/dev"), changed);
    }

    DeviceWatch(Path folder, Runnable changed) {
        this.changed = changed;
        watch = watch(folder);
        if (watch != null) {
            Thread thread = new Thread(this::follow, "watch of device nodes");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Without a watch, as when the system has no more of them to give, {@code probe --refresh} does the same. */
    private static WatchService watch(Path folder) {
        try {
            WatchService service = folder.getFileSystem().newWatchService();
            folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_MODIFY);
            return service;
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(Level.INFO, "device nodes are not watched: {0}", e.getMessage());
            return null;
        }
    }

    private void follow() {
        try {
            for (WatchKey key = watch.take(); ; key = watch.take()) {
                boolean concerned = key.pollEvents().stream().anyMatch(DeviceWatch::concerns);
                if (concerned) {
                    tell();
                }
                if (!key.reset()) {
                    return;
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // The end of the watch
        }
    }

    /** One that fails is notified of the next change. */
    private void tell() {
        try {
            changed.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "a change of device nodes was not taken up: {0}", e.toString());
        }
    }

    private static boolean concerns(WatchEvent<?> event) {
        return event.context() == null || NODES.contains(event.context().toString());
    }

    @Override
    public void close() {
        if (watch != null) {
            try {
                watch.close();
            } catch (IOException e) {
                LOG.log(Level.INFO, "the watch of device nodes does not close: {0}", e.getMessage());
            }
        }
    }
}
