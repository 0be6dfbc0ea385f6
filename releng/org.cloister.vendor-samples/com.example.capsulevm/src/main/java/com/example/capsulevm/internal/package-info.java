/** The platform itself. Found as a service. */
package com.example.capsulevm.internal;
