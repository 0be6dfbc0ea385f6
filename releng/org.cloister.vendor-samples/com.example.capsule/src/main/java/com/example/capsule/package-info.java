/** The guest type capsule. Found as a service; nothing is exported. */
package com.example.capsule;
