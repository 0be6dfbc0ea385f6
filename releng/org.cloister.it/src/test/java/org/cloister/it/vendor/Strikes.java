// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.cloister.testing.WayToFail;

/** Where a bundle fails, and how. It hangs until it is let go. */
final class Strikes {
    private final String method;
    private final WayToFail way;
    private final AtomicInteger left;
    private final CountDownLatch struck = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private final Optional<Runnable> instead;

    Strikes(String method, WayToFail way, int after, Optional<Runnable> instead) {
        this.instead = instead;
        this.method = method;
        this.way = way;
        this.left = new AtomicInteger(after);
    }

    /** Opened when it fails. */
    CountDownLatch struck() {
        return struck;
    }

    /** Who opens it lets go what hangs. */
    CountDownLatch released() {
        return released;
    }

    /** Fails here, if this is the method, or does once what it is to do instead; whether the answer is null. */
    boolean at(String called) {
        if (!called.equals(method) || left.getAndDecrement() > 0) {
            return false;
        }
        left.set(0);
        boolean first = struck.getCount() > 0;
        struck.countDown();
        if (instead.isPresent()) {
            instead.filter(doing -> first).ifPresent(Runnable::run);
            return false;
        }
        way.strike(released);
        return way == WayToFail.NOTHING;
    }

    /** What a method does that does not fail. */
    interface Doing {
        Object of(Method called, Object[] arguments) throws ReflectiveOperationException;
    }

    /** A service of which one method fails. What fails to close does close, at last. */
    <S> S proxy(Class<S> service, Doing doing) {
        InvocationHandler handler = (proxy, called, arguments) -> {
            boolean closes = called.getName().equals("close");
            try {
                if (at(called.getName()) && !closes) {
                    return null;
                }
            } catch (Throwable e) {
                if (closes) {
                    done(doing, called, arguments);
                }
                throw e;
            }
            return done(doing, called, arguments);
        };
        return service.cast(Proxy.newProxyInstance(Strikes.class.getClassLoader(), new Class<?>[] {service}, handler));
    }

    private static Object done(Doing doing, Method called, Object[] arguments) throws Throwable {
        try {
            return doing.of(called, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
