// Written by `npm run client:generate` from docs/reference/openapi.json.

export interface paths {
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was told, latest first
         * @description At the command line: perennial event list.
         */
        get: operations["listEvents"];
        put?: never;
        /**
         * Tell of one thing that happened
         * @description The id of the event is its idempotency key. 201 the first time, 200 with the first answer for a repeat. At the command line: perennial event send.
         */
        post: operations["sendEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell of up to 1,000 things
         * @description Each event is answered for itself; one that is refused stops no other. NDJSON in, NDJSON out, a line for a line. At the command line: perennial event send --file.
         */
        post: operations["sendEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Orders, latest first
         * @description At the command line: perennial order list.
         */
        get: operations["listOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An order, with why it earned what it earned
         * @description At the command line: perennial order show.
         */
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find members
         * @description At the command line: perennial member list.
         */
        get: operations["listMembers"];
        put?: never;
        /**
         * Make a member
         * @description The event member.joined of the id joined:<id>. The same member with the same content is answered with 200. At the command line: perennial member create.
         */
        post: operations["createMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/members/{memberId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A member
         * @description At the command line: perennial member show.
         */
        get: operations["getMember"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a profile
         * @description At the command line: perennial member update.
         */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/members/{memberId}/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Points of a member
         * @description At the command line: perennial member show.
         */
        get: operations["getBalance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/members/{memberId}/referral": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Code and link to invite friends with
         * @description At the command line: perennial referral code.
         */
        get: operations["getReferral"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/members/{memberId}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop earning and redeeming for a while
         * @description At the command line: perennial member suspend.
         */
        post: operations["suspendMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/members/{memberId}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a membership
         * @description At the command line: perennial member close.
         */
        post: operations["closeMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/members/{memberId}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a member up again
         * @description At the command line: perennial member reopen.
         */
        post: operations["reopenMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/member-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A short-lived token for one member
         * @description At the command line: perennial member token.
         */
        post: operations["createMemberToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lots of a member, in spending order
         * @description At the command line: perennial member show.
         */
        get: operations["listLots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The ledger, latest first
         * @description At the command line: perennial ledger list.
         */
        get: operations["listTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/transactions/{transactionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A transaction, explained to the point
         * @description At the command line: perennial ledger show.
         */
        get: operations["getTransaction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Keys of the programme
         * @description At the command line: perennial key list.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make a key; its secret is shown once
         * @description At the command line: perennial key create.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A key, without its secret
         * @description At the command line: perennial key list.
         */
        get: operations["getKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{keyId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new secret; the old one holds for a while
         * @description At the command line: perennial key rotate.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{keyId}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a key
         * @description It ends within a second, and the member tokens made with it. At the command line: perennial key revoke.
         */
        post: operations["revokeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A member's own standing
         * @description It has no twin at the command line.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/lots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Own lots, in spending order
         * @description It has no twin at the command line.
         */
        get: operations["listMyLots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Own points, latest first, explained
         * @description It has no twin at the command line.
         */
        get: operations["listMyTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/coupons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Own coupons
         * @description It has no twin at the command line.
         */
        get: operations["listMyCoupons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Own invitations; friends are not named
         * @description It has no twin at the command line.
         */
        get: operations["listMyReferrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/check-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check in today
         * @description Once a local day; the second time brings 0. It has no twin at the command line.
         */
        post: operations["checkIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            /**
             * Format: uri-reference
             * @description Page of the code in the documentation of the installation.
             */
            type: string;
            /** @description What the code means, always the same sentence. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description What happened here. */
            detail?: string;
            /** @description A code of the registry; it never changes its meaning. */
            code: string;
            /** @description The field, query parameter or header at fault, with dots between. */
            field?: string;
            /** @description What to do about it. */
            fix?: string;
            /** @description The same as in the header Request-Id. */
            requestId: string;
            /** @description Id of what stands in the way. */
            conflictsWith?: string;
            /** @description All faults of the request, when there are several. */
            errors?: components["schemas"]["FieldError"][];
        };
        FieldError: {
            /** @description A code of the registry. */
            code: string;
            /** @description Where. */
            field?: string;
            /** @description What is wrong. */
            detail: string;
            /** @description What to do. */
            fix?: string;
            /** @description Line of a file that was sent. */
            line?: number;
        };
        EventAnswer: {
            id: components["schemas"]["EventId"];
            /**
             * @description Duplicate: this id was here before with the same content; this is the first answer.
             * @enum {string}
             */
            status: "accepted" | "parked" | "duplicate" | "refused";
            /** @description Type of the event. */
            type?: string;
            memberId?: components["schemas"]["MemberId"];
            /**
             * Format: date-time
             * @description Its own time.
             */
            occurredAt?: string;
            /**
             * Format: date-time
             * @description When it was first taken.
             */
            receivedAt?: string;
            /** @description Points it brought; negative when it took them back. */
            points?: number;
            explanation?: string[];
            order?: components["schemas"]["Order"];
            redemption?: components["schemas"]["Redemption"];
            coupon?: components["schemas"]["Coupon"];
            streak?: components["schemas"]["Streak"];
            tier?: components["schemas"]["Code"];
            quote?: {
                /** @description The order was reckoned by the terms of its quote. */
                honoured: boolean;
                /** @description Why not. */
                reason?: string;
            };
            /** @description Accepted, and worth a look. */
            warnings?: components["schemas"]["FieldError"][];
            balance?: components["schemas"]["Balance"];
            problem?: components["schemas"]["Problem"];
        };
        /** @description The sender's id of the event: the same id is the same event, for ever. */
        EventId: string;
        /** @description The shop's own id of the member. */
        MemberId: string;
        Order: {
            id: components["schemas"]["OrderId"];
            memberId: components["schemas"]["MemberId"];
            /**
             * @description Returned: nothing of it is kept.
             * @enum {string}
             */
            status: "placed" | "returned" | "cancelled";
            /** @description What it came to. In minor units of the currency. */
            amountMinor: number;
            /** @description What came back of it. In minor units of the currency. */
            returnedMinor: number;
            currency: components["schemas"]["Currency"];
            /**
             * Format: date-time
             * @description Its own time.
             */
            placedAt: string;
            /** @description What it earns as it stands now. */
            points: number;
            explanation: string[];
            /** @description Rules it was reckoned by. */
            rulesVersion?: number;
            coupon?: components["schemas"]["CouponCode"];
            /** @description Id of its redemption. Opaque. */
            redemptionId?: string;
        };
        /** @description The shop's own id of the order. */
        OrderId: string;
        /** @description ISO 4217; must be that of the programme. */
        Currency: string;
        /** @description A coupon code; taken in any spelling, answered as written here. */
        CouponCode: string;
        Redemption: {
            /** @description Id of the redemption. Opaque. */
            id: string;
            memberId: components["schemas"]["MemberId"];
            orderId?: components["schemas"]["OrderId"];
            /**
             * @description Refunded: every captured point is back.
             * @enum {string}
             */
            status: "held" | "captured" | "released" | "expired" | "refunded";
            /** @description Points asked for. */
            points: number;
            /** @description What they were worth when it was made; it stays. In minor units of the currency. */
            amountMinor: number;
            currency: components["schemas"]["Currency"];
            /** @description Points spent. */
            capturedPoints: number;
            /** @description Points given back. */
            refundedPoints: number;
            /**
             * Format: date-time
             * @description Until when it is held; null when it never was.
             */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /** @description Which lots the points are from, with their ends. */
            lots: components["schemas"]["LotMove"][];
            balance: components["schemas"]["Balance"];
        };
        LotMove: {
            /** @description Id of the lot. Opaque. */
            lotId: string;
            /** @description Into the lot when positive. */
            points: number;
            /**
             * Format: date-time
             * @description End of the lot.
             */
            expiresAt: string | null;
        };
        Balance: {
            /** @description What could be redeemed at this moment. */
            available: number;
            /** @description Earned, and not yet available. */
            pending: number;
            /** @description Set aside by redemptions that are held. */
            held: number;
            /** @description Owed; the next points pay it off. */
            debt: number;
            /** @description Grows with every change of these points; a later one is the truer one. */
            version: number;
        };
        Coupon: {
            code: components["schemas"]["CouponCode"];
            memberId: components["schemas"]["MemberId"];
            campaign: components["schemas"]["Code"] | null;
            /** @description What the member reads. */
            name: string;
            benefit: {
                /**
                 * @description What the order gets.
                 * @enum {string}
                 */
                kind: "amount_off" | "percent_off" | "points_multiplier";
                /** @description Of amount_off. In minor units of the currency. */
                amountMinor?: number;
                /** @description Of percent_off. */
                percent?: number;
                /** @description Of points_multiplier. */
                multiplier?: number;
            };
            /** @description Orders below it cannot use the coupon. In minor units of the currency. */
            minOrderMinor: number;
            /**
             * @description Where it stands.
             * @enum {string}
             */
            status: "issued" | "redeemed" | "expired" | "cancelled";
            orderId: components["schemas"]["OrderId"] | null;
            /**
             * Format: date-time
             * @description When.
             */
            issuedAt: string;
            /**
             * Format: date-time
             * @description End of its last day.
             */
            expiresAt: string;
            /** @description Of a single coupon only: oldest first. */
            history?: {
                /**
                 * @description What happened.
                 * @enum {string}
                 */
                kind: "issued" | "redeemed" | "returned" | "expired" | "cancelled";
                /**
                 * Format: date-time
                 * @description When.
                 */
                at: string;
                orderId?: components["schemas"]["OrderId"];
                /** @description Who. */
                actor: string;
                /** @description Why, in words that the audit and the timeline keep. */
                reason?: string;
            }[];
        };
        /** @description A code given by the shop: of a campaign or a tier. */
        Code: string;
        Streak: {
            /** @description Days in a row. */
            days: number;
            /** @description The longest ever. */
            best: number;
            /**
             * Format: date
             * @description The last day.
             */
            lastOn: string | null;
        };
        /** @description Something that happened to a member. */
        EventInput: components["schemas"]["MemberJoinedEvent"] | components["schemas"]["MemberUpdatedEvent"] | components["schemas"]["OrderPlacedEvent"] | components["schemas"]["OrderAmendedEvent"] | components["schemas"]["OrderReturnedEvent"] | components["schemas"]["OrderCancelledEvent"] | components["schemas"]["OtherEvent"];
        MemberJoinedEvent: {
            id: components["schemas"]["EventId"];
            /** @enum {string} */
            type: "member.joined";
            memberId: components["schemas"]["MemberId"];
            /**
             * Format: date-time
             * @description When it happened, with its offset. Absent: now, by our clock.
             */
            occurredAt?: string;
            data?: components["schemas"]["MemberJoinedData"];
        };
        MemberJoinedData: {
            /** @description E-mail address. */
            email?: string | null;
            /** @description With its country: +44 20 7946 0958. */
            phone?: string | null;
            /** @description Full name. */
            name?: string | null;
            /**
             * Format: date
             * @description A date: 1990-05-17.
             */
            birthday?: string | null;
            /** @description IANA zone. */
            zone?: string | null;
            /** @description Language, such as en or zh-CN. */
            locale?: string | null;
            /** @description Words the shop sorts members by. */
            tags?: string[];
            /** @description Consent to marketing, by channel. */
            consent?: {
                /** @description May marketing be sent there? */
                email: boolean;
            };
            /** @description Code of the member who invited this one. */
            referralCode?: string | null;
            /** @description Only its keyed hash is kept. */
            deviceId?: string | null;
            /** @description Only its keyed hash is kept. */
            ip?: string | null;
            /** @description The shop's own fields, name to value. */
            attributes?: {
                [key: string]: components["schemas"]["Attribute"];
            };
        };
        /** @description Text, a number, yes or no, null, or a list of them. */
        Attribute: string | number | boolean | null | (string | number | boolean | null)[];
        MemberUpdatedEvent: {
            id: components["schemas"]["EventId"];
            /** @enum {string} */
            type: "member.updated";
            memberId: components["schemas"]["MemberId"];
            /**
             * Format: date-time
             * @description When it happened, with its offset. Absent: now, by our clock.
             */
            occurredAt?: string;
            data: components["schemas"]["MemberUpdatedData"];
        };
        /** @description null clears a field, an absent one stays. */
        MemberUpdatedData: {
            /** @description E-mail address. */
            email?: string | null;
            /** @description With its country: +44 20 7946 0958. */
            phone?: string | null;
            /** @description Full name. */
            name?: string | null;
            /**
             * Format: date
             * @description A date: 1990-05-17.
             */
            birthday?: string | null;
            /** @description IANA zone. */
            zone?: string | null;
            /** @description Language, such as en or zh-CN. */
            locale?: string | null;
            /** @description Words the shop sorts members by. */
            tags?: string[];
            /** @description Consent to marketing, by channel. */
            consent?: {
                /** @description May marketing be sent there? */
                email: boolean;
            };
            /** @description Code of the member who invited this one. */
            referralCode?: string | null;
            /** @description Only its keyed hash is kept. */
            deviceId?: string | null;
            /** @description Only its keyed hash is kept. */
            ip?: string | null;
            /** @description The shop's own fields, name to value. */
            attributes?: {
                [key: string]: components["schemas"]["Attribute"];
            };
        };
        OrderPlacedEvent: {
            id: components["schemas"]["EventId"];
            /** @enum {string} */
            type: "order.placed";
            memberId: components["schemas"]["MemberId"];
            /**
             * Format: date-time
             * @description When it happened, with its offset. Absent: now, by our clock.
             */
            occurredAt?: string;
            data: components["schemas"]["OrderPlacedData"];
        };
        OrderPlacedData: {
            orderId: components["schemas"]["OrderId"];
            /** @description What the member pays for goods in money: after discounts, coupons and points, without shipping, tips and gift cards bought. In minor units of the currency. */
            amountMinor: number;
            currency?: components["schemas"]["Currency"];
            coupon?: components["schemas"]["CouponCode"];
            /** @description Id of the held redemption to capture with this order. Opaque. */
            redemptionId?: string;
            quoteId?: components["schemas"]["QuoteId"];
            /** @description What campaigns and rules may ask about: channel, shop, category. */
            attributes?: {
                [key: string]: components["schemas"]["Attribute"];
            };
        };
        /** @description Signed and not stored; give it back as it is. */
        QuoteId: string;
        OrderAmendedEvent: {
            id: components["schemas"]["EventId"];
            /** @enum {string} */
            type: "order.amended";
            memberId: components["schemas"]["MemberId"];
            /**
             * Format: date-time
             * @description When it happened, with its offset. Absent: now, by our clock.
             */
            occurredAt?: string;
            data: components["schemas"]["OrderAmendedData"];
        };
        OrderAmendedData: {
            orderId: components["schemas"]["OrderId"];
            /** @description What the order now comes to, returns not deducted. The latest own time wins. In minor units of the currency. */
            amountMinor: number;
            currency?: components["schemas"]["Currency"];
        };
        OrderReturnedEvent: {
            id: components["schemas"]["EventId"];
            /** @enum {string} */
            type: "order.returned";
            memberId: components["schemas"]["MemberId"];
            /**
             * Format: date-time
             * @description When it happened, with its offset. Absent: now, by our clock.
             */
            occurredAt?: string;
            data: components["schemas"]["OrderReturnedData"];
        };
        OrderReturnedData: {
            orderId?: components["schemas"]["OrderId"];
            /** @description Money given back for goods. Absent: all that is left of the order. In minor units of the currency. */
            amountMinor?: number;
            currency?: components["schemas"]["Currency"];
            /** @description Redeemed points to give back. Absent: in proportion to the money. */
            points?: number;
        };
        OrderCancelledEvent: {
            id: components["schemas"]["EventId"];
            /** @enum {string} */
            type: "order.cancelled";
            memberId: components["schemas"]["MemberId"];
            /**
             * Format: date-time
             * @description When it happened, with its offset. Absent: now, by our clock.
             */
            occurredAt?: string;
            data: components["schemas"]["OrderCancelledData"];
        };
        OrderCancelledData: {
            orderId: components["schemas"]["OrderId"];
        };
        OtherEvent: {
            id: components["schemas"]["EventId"];
            /** @description Yours, or one that a task or campaign listens to, such as checkin.done. */
            type: string;
            memberId: components["schemas"]["MemberId"];
            /**
             * Format: date-time
             * @description When it happened, with its offset. Absent: now, by our clock.
             */
            occurredAt?: string;
            /** @description What there is to say. */
            data?: {
                [key: string]: unknown;
            };
        };
        EventBatchAnswer: {
            /** @description One for each event, in their order. */
            data: components["schemas"]["EventAnswer"][];
        };
        EventBatch: {
            /** @description Taken in this order. */
            events: components["schemas"]["EventInput"][];
        };
        EventPage: {
            data: components["schemas"]["Event"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        Event: {
            id: components["schemas"]["EventId"];
            /** @description Its type. */
            type: string;
            memberId: components["schemas"]["MemberId"];
            /**
             * Format: date-time
             * @description Its own time.
             */
            occurredAt: string;
            /**
             * Format: date-time
             * @description When it was taken.
             */
            receivedAt: string;
            /** @description As it was sent. */
            data: {
                [key: string]: unknown;
            };
            /** @description What it brought. */
            points: number;
        };
        OrderPage: {
            data: components["schemas"]["Order"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        MemberPage: {
            data: components["schemas"]["Member"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        Member: {
            id: components["schemas"]["MemberId"];
            /**
             * @description Only active ones earn and redeem.
             * @enum {string}
             */
            status: "active" | "suspended" | "closed" | "merged" | "erased";
            mergedInto?: components["schemas"]["MemberId"];
            /** @description E-mail address. */
            email?: string | null;
            /** @description Phone number. */
            phone?: string | null;
            /** @description Full name. */
            name?: string | null;
            /**
             * Format: date
             * @description A date.
             */
            birthday?: string | null;
            /** @description IANA zone. */
            zone?: string | null;
            /** @description Language. */
            locale?: string | null;
            tags: string[];
            consent: {
                /** @description Consent to marketing; null was never asked. */
                email?: boolean | null;
            };
            /** @description The shop's own fields, name to value. */
            attributes: {
                [key: string]: components["schemas"]["Attribute"];
            };
            tier: components["schemas"]["Code"];
            /**
             * Format: date-time
             * @description When.
             */
            joinedAt: string;
            /**
             * Format: date-time
             * @description When the profile was first complete.
             */
            profileCompletedAt?: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            lastOrderAt?: string | null;
            /** @description Orders not wholly returned. */
            ordersCount: number;
            /** @description Bought and kept. In minor units of the currency. */
            spentMinor: number;
            currency: components["schemas"]["Currency"];
            balance: components["schemas"]["Balance"];
            streak: components["schemas"]["Streak"] | null;
            /** @description With expand=lots: the first 20, in spending order. */
            lots?: components["schemas"]["Lot"][];
            /** @description With expand=coupons: the latest 20. */
            coupons?: components["schemas"]["Coupon"][];
            referral?: components["schemas"]["Referral"];
        };
        Lot: {
            /** @description Id of the lot. Opaque. */
            id: string;
            memberId: components["schemas"]["MemberId"];
            /**
             * @description Closed lots have nothing left.
             * @enum {string}
             */
            status: "pending" | "active" | "closed";
            /** @description Points it began with. */
            earned: number;
            /** @description Points that can be spent or are pending. */
            left: number;
            /** @description Points of it that are held. */
            held: number;
            /**
             * Format: date-time
             * @description Own time of what earned them.
             */
            earnedAt: string;
            /**
             * Format: date-time
             * @description From when on they can be spent.
             */
            availableAt: string;
            /**
             * Format: date-time
             * @description The last instant at which they can be spent; null never ends.
             */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description When they lapse for want of activity, where that comes first.
             */
            lapsesAt?: string;
            source: components["schemas"]["Source"];
        };
        Source: {
            /** @description What it came from. */
            type: string;
            /** @description Its id: the shop's own, or ours with a prefix. */
            id: string;
        };
        Referral: {
            /** @description To invite friends with. */
            code: string;
            /**
             * Format: uri
             * @description The same as a link.
             */
            url: string;
            /** @description Friends who joined with it. */
            invited: number;
            /** @description Friends who brought a reward. */
            paid: number;
            invitedBy?: components["schemas"]["MemberId"] | null;
        };
        MemberInput: {
            id: components["schemas"]["MemberId"];
            /**
             * Format: date-time
             * @description Absent: now.
             */
            joinedAt?: string;
            /** @description E-mail address. */
            email?: string | null;
            /** @description With its country: +44 20 7946 0958. */
            phone?: string | null;
            /** @description Full name. */
            name?: string | null;
            /**
             * Format: date
             * @description A date: 1990-05-17.
             */
            birthday?: string | null;
            /** @description IANA zone. */
            zone?: string | null;
            /** @description Language, such as en or zh-CN. */
            locale?: string | null;
            /** @description Words the shop sorts members by. */
            tags?: string[];
            /** @description Consent to marketing, by channel. */
            consent?: {
                /** @description May marketing be sent there? */
                email: boolean;
            };
            /** @description Code of the member who invited this one. */
            referralCode?: string | null;
            /** @description Only its keyed hash is kept. */
            deviceId?: string | null;
            /** @description Only its keyed hash is kept. */
            ip?: string | null;
            /** @description The shop's own fields, name to value. */
            attributes?: {
                [key: string]: components["schemas"]["Attribute"];
            };
        };
        /** @description null clears a field, an absent one stays. */
        MemberPatch: {
            /** @description E-mail address. */
            email?: string | null;
            /** @description With its country: +44 20 7946 0958. */
            phone?: string | null;
            /** @description Full name. */
            name?: string | null;
            /**
             * Format: date
             * @description A date: 1990-05-17.
             */
            birthday?: string | null;
            /** @description IANA zone. */
            zone?: string | null;
            /** @description Language, such as en or zh-CN. */
            locale?: string | null;
            /** @description Words the shop sorts members by. */
            tags?: string[];
            /** @description Consent to marketing, by channel. */
            consent?: {
                /** @description May marketing be sent there? */
                email: boolean;
            };
            /** @description Code of the member who invited this one. */
            referralCode?: string | null;
            /** @description Only its keyed hash is kept. */
            deviceId?: string | null;
            /** @description Only its keyed hash is kept. */
            ip?: string | null;
            /** @description The shop's own fields, name to value. */
            attributes?: {
                [key: string]: components["schemas"]["Attribute"];
            };
        };
        ReasonInput: {
            /** @description Why, in words that the audit and the timeline keep. */
            reason: string;
        };
        MemberToken: {
            /** @description Bearer token for /me. */
            token: string;
            memberId: components["schemas"]["MemberId"];
            /**
             * Format: date-time
             * @description When it ends.
             */
            expiresAt: string;
        };
        MemberTokenInput: {
            memberId: components["schemas"]["MemberId"];
            /**
             * @description At most an hour.
             * @default 900
             */
            expiresInSeconds: number;
            /**
             * @description May it check in?
             * @default false
             */
            checkIn: boolean;
        };
        LotPage: {
            data: components["schemas"]["Lot"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        TransactionPage: {
            data: components["schemas"]["Transaction"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        Transaction: {
            /** @description Id of the transaction. Opaque. */
            id: string;
            memberId: components["schemas"]["MemberId"];
            /**
             * @description The operation of the ledger.
             * @enum {string}
             */
            kind: "earn" | "confirm" | "cancel_pending" | "hold" | "capture" | "spend" | "release" | "refund" | "clawback" | "adjust" | "expire" | "lapse" | "forfeit" | "move";
            /** @description Change of the member's points; negative takes. */
            points: number;
            /**
             * Format: date-time
             * @description Own time of what happened.
             */
            at: string;
            /**
             * Format: date-time
             * @description When it was booked.
             */
            recordedAt: string;
            source: components["schemas"]["Source"];
            orderId?: components["schemas"]["OrderId"];
            campaign?: components["schemas"]["Code"];
            /** @description Version of the programme whose rules were used. */
            rulesVersion?: number;
            /** @description Why it is this number. */
            explanation: string[];
            /** @description From which lots, into which lots. */
            lots: components["schemas"]["LotMove"][];
            /** @description Id of the transaction that this one takes back. Opaque. */
            reverses?: string;
            /** @description Who did it: a key, a person, a campaign, the sweep. */
            actor?: string;
            /** @description Why, in words that the audit and the timeline keep. */
            reason?: string;
            balance: components["schemas"]["Balance"];
        };
        KeyPage: {
            data: components["schemas"]["Key"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        Key: {
            /** @description Id of the key. Opaque. */
            id: string;
            /** @description Whose it is. */
            name: string;
            /** @description How it begins. */
            prefix: string;
            scopes: components["schemas"]["Scope"][];
            limits?: components["schemas"]["KeyLimits"];
            /** @description Shown once. */
            secret?: string;
            /**
             * Format: date-time
             * @description When.
             */
            createdAt: string;
            /** @description Who made it: a key, or a person at the command line. */
            createdBy?: string;
            /**
             * Format: date-time
             * @description To the minute.
             */
            lastUsedAt: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            revokedAt: string | null;
        };
        /**
         * @description What a key may do; none implies another.
         * @enum {string}
         */
        Scope: "read" | "write" | "launch" | "finance" | "admin";
        /** @description What differs from the usual limits. */
        KeyLimits: {
            /** @description Reads a minute. */
            read?: number;
            /** @description Writes a minute. */
            write?: number;
            /** @description Events a minute. */
            events?: number;
        };
        KeyInput: {
            /** @description Whose it is: one key for each person and each system. */
            name: string;
            scopes: components["schemas"]["Scope"][];
            /**
             * Format: date-time
             * @description When it ends; null never.
             */
            expiresAt?: string | null;
            limits?: components["schemas"]["KeyLimits"];
        };
        SecretInput: {
            /**
             * @description How long the old one signs too.
             * @default 86400
             */
            overlapSeconds: number;
        };
        Me: {
            memberId: components["schemas"]["MemberId"];
            /** @description Name. */
            name: string | null;
            tier: components["schemas"]["Code"];
            /** @description What people read. */
            tierName?: string;
            balance: components["schemas"]["Balance"];
            nextExpiry?: {
                /** @description So many */
                points: number;
                /**
                 * Format: date-time
                 * @description end then.
                 */
                at: string;
            } | null;
            streak: components["schemas"]["Streak"] | null;
            referral: components["schemas"]["Referral"];
        };
        CouponPage: {
            data: components["schemas"]["Coupon"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        MyReferralPage: {
            data: components["schemas"]["MyReferral"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        MyReferral: {
            /** @description How far it has come. */
            status: string;
            /**
             * Format: date-time
             * @description When.
             */
            registeredAt: string;
            /** @description What it brought. */
            rewardPoints: number;
        };
        CheckInAnswer: {
            /** @description What it brought; 0 the second time of a day. */
            points: number;
            streak: components["schemas"]["Streak"];
            /**
             * Format: date
             * @description The member's local day.
             */
            businessDay: string;
            next?: {
                /** @description Of the streak. */
                day: number;
                /** @description It will bring. */
                points: number;
            };
            balance: components["schemas"]["Balance"];
        };
    };
    responses: {
        /** @description Not readable, or a header is missing. */
        Problem400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No key, or none that holds. */
        Problem401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key may not do this. */
        Problem403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing in this programme. */
        Problem404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The rules or the state of the thing speak against it. */
        Problem409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was changed since it was read. */
        Problem412: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large. */
        Problem413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The form of the body is not taken here. */
        Problem415: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A field is missing, unknown or of the wrong form. */
        Problem422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests for now. */
        Problem429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The database or Temporal is away. */
        Problem503: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Say it when you ask for help. */
        "Request-Id": string;
        /** @description What is left: `"write";r=599;t=60`. */
        RateLimit: string;
        /** @description What there is: `"write";q=6000;w=60`. */
        "RateLimit-Policy": string;
        /** @description Seconds. */
        "Retry-After": number;
        /** @description true on the stored answer of an earlier request. */
        "Idempotent-Replayed": boolean;
        /** @description Changes with the thing. */
        ETag: string;
        /** @description Where it is. */
        Location: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listEvents: {
        parameters: {
            query?: {
                /** @description Only of this member. */
                memberId?: components["schemas"]["MemberId"] & unknown;
                /** @description Only this one. */
                id?: components["schemas"]["EventId"] & unknown;
                /** @description Only of this type. */
                type?: string;
                /** @description Not before this instant. */
                from?: string;
                /** @description Before this instant. */
                to?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    sendEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventInput"];
            };
        };
        responses: {
            /** @description Taken before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventAnswer"];
                };
            };
            /** @description Taken, with what came of it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    sendEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventBatch"];
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description One answer for each event, in their order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventBatchAnswer"];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    listOrders: {
        parameters: {
            query?: {
                /** @description Only of this member. */
                memberId?: components["schemas"]["MemberId"] & unknown;
                /** @description Only these. */
                status?: ("placed" | "returned" | "cancelled")[];
                /** @description Not before this instant. */
                from?: string;
                /** @description Before this instant. */
                to?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    getOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                orderId: components["schemas"]["OrderId"] & unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description Part of an id, e-mail address, phone number or name. */
                query?: string;
                /** @description Of this address, however it is written. */
                email?: string;
                /** @description Of this number. */
                phone?: string;
                /** @description With this tag. */
                tag?: string;
                /** @description Of this tier. */
                tier?: components["schemas"]["Code"] & unknown;
                /** @description Only these. */
                status?: ("active" | "suspended" | "closed" | "merged" | "erased")[];
                /** @description Rows of a page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    createMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberInput"];
            };
        };
        responses: {
            /** @description It was there with the same content. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    getMember: {
        parameters: {
            query?: {
                /** @description What to put in besides. */
                expand?: ("lots" | "coupons" | "referral")[];
            };
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                memberId: components["schemas"]["MemberId"] & unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                memberId: components["schemas"]["MemberId"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberPatch"];
            };
        };
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    getBalance: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that is known; the same one now is a 304. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                memberId: components["schemas"]["MemberId"] & unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                };
            };
            /** @description It is as you know it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    getReferral: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                memberId: components["schemas"]["MemberId"] & unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    suspendMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                memberId: components["schemas"]["MemberId"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonInput"];
            };
        };
        responses: {
            /** @description As it now is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    closeMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                memberId: components["schemas"]["MemberId"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonInput"];
            };
        };
        responses: {
            /** @description As it now is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    reopenMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                memberId: components["schemas"]["MemberId"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonInput"];
            };
        };
        responses: {
            /** @description As it now is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    createMemberToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberTokenInput"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberToken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    listLots: {
        parameters: {
            query: {
                /** @description Whose. */
                memberId: components["schemas"]["MemberId"] & unknown;
                /** @description Only these. */
                status?: ("pending" | "active" | "closed")[];
                /** @description Rows of a page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LotPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    listTransactions: {
        parameters: {
            query?: {
                /** @description Only of this member. */
                memberId?: components["schemas"]["MemberId"] & unknown;
                /** @description Only of this order. */
                orderId?: components["schemas"]["OrderId"] & unknown;
                /** @description Only these. */
                kind?: ("earn" | "confirm" | "cancel_pending" | "hold" | "capture" | "spend" | "release" | "refund" | "clawback" | "adjust" | "expire" | "lapse" | "forfeit" | "move")[];
                /** @description Not before this instant. */
                from?: string;
                /** @description Before this instant. */
                to?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    getTransaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                transactionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description Rows of a page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyInput"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SecretInput"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it now is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    listMyLots: {
        parameters: {
            query?: {
                /** @description Rows of a page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LotPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    listMyTransactions: {
        parameters: {
            query?: {
                /** @description Rows of a page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    listMyCoupons: {
        parameters: {
            query?: {
                /** @description Only these. */
                status?: ("issued" | "redeemed" | "expired" | "cancelled")[];
                /** @description Rows of a page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CouponPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    listMyReferrals: {
        parameters: {
            query?: {
                /** @description Rows of a page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyReferralPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    checkIn: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Checked in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckInAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
}
