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
    "/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an order would earn, and what it may be paid with
         * @description Stores nothing. A coupon that cannot be used is told in discount.problem, not by an error. At the command line: perennial quote.
         */
        post: operations["quoteOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/redemptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Redemptions, latest first
         * @description At the command line: perennial redemption list.
         */
        get: operations["listRedemptions"];
        put?: never;
        /**
         * Hold points for an order, or spend them at once
         * @description At the command line: perennial redemption create.
         */
        post: operations["createRedemption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/redemptions/{redemptionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A redemption
         * @description At the command line: perennial redemption show.
         */
        get: operations["getRedemption"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/redemptions/{redemptionId}/capture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Spend what is held, once; what is left goes back
         * @description At the command line: perennial redemption capture.
         */
        post: operations["captureRedemption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/redemptions/{redemptionId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let held points go
         * @description At the command line: perennial redemption release.
         */
        post: operations["releaseRedemption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/redemptions/{redemptionId}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give spent points back to the lots they came from
         * @description At the command line: perennial redemption refund.
         */
        post: operations["refundRedemption"];
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
    "/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make two accounts one
         * @description What comes for the first id reaches the second from then on. The same merge again changes nothing. At the command line: perennial member merge.
         */
        post: operations["createMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merges/{mergeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A merge
         * @description At the command line: perennial member merge-show.
         */
        get: operations["getMerge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merges/{mergeId}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a merge within a day
         * @description Each account gets back what was its own, as far as it is unspent; `leftBehind` says what is not. At the command line: perennial member merge-undo.
         */
        post: operations["undoMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Requests to erase, latest first
         * @description At the command line: perennial member erasures.
         */
        get: operations["listErasures"];
        put?: never;
        /**
         * Erase a person
         * @description It begins when its days of grace are over; a request that is open already is answered again. At the command line: perennial member erase.
         */
        post: operations["createErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/erasures/{erasureId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A request to erase
         * @description At the command line: perennial member erasures.
         */
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/erasures/{erasureId}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw a request before it is due
         * @description At the command line: perennial member erase-withdraw.
         */
        post: operations["withdrawErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/members/{memberId}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that happened, with reasons
         * @description At the command line: perennial member show.
         */
        get: operations["getTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/members/{memberId}/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the points of a member came from and went to
         * @description The sums of the ledger; they come to the balance. At the command line: perennial member show.
         */
        get: operations["getMemberTotals"];
        put?: never;
        post?: never;
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
    "/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Endpoints
         * @description At the command line: perennial webhook list.
         */
        get: operations["listEndpoints"];
        put?: never;
        /**
         * Have notifications sent
         * @description At the command line: perennial webhook create.
         */
        post: operations["createEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{endpointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An endpoint
         * @description At the command line: perennial webhook show.
         */
        get: operations["getEndpoint"];
        put?: never;
        post?: never;
        /**
         * Remove it
         * @description At the command line: perennial webhook remove.
         */
        delete: operations["deleteEndpoint"];
        options?: never;
        head?: never;
        /**
         * Change it
         * @description At the command line: perennial webhook update.
         */
        patch: operations["updateEndpoint"];
        trace?: never;
    };
    "/webhook-endpoints/{endpointId}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new secret; the old one signs too for a while
         * @description At the command line: perennial webhook rotate.
         */
        post: operations["rotateEndpointSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{endpointId}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send some once more
         * @description At the command line: perennial webhook replay.
         */
        post: operations["replayNotifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What webhooks tell, oldest first, to be read at your own pace
         * @description Whoever has read up to a sequence never finds a new one below it. With Accept: text/event-stream it stays open for five minutes and goes on from Last-Event-ID; without that, the cursor or `from`, it tells what happens from now on. At the command line: perennial webhook tail.
         */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/{notificationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A notification
         * @description At the command line: perennial webhook show.
         */
        get: operations["getNotification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Deliveries, those of the latest notifications first
         * @description At the command line: perennial webhook deliveries.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries/{deliveryId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try it now
         * @description At the command line: perennial webhook retry.
         */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Segments
         * @description At the command line: perennial segment list.
         */
        get: operations["listSegments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/segments/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A segment
         * @description At the command line: perennial segment show.
         */
        get: operations["getSegment"];
        /**
         * Store it: a new one, or its new state
         * @description Whole, as the file has it. At the command line: perennial segment apply.
         */
        put: operations["applySegment"];
        post?: never;
        /**
         * Take it away
         * @description One that another segment or a campaign uses stays. At the command line: perennial segment delete.
         */
        delete: operations["deleteSegment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/segments/{code}/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many are in it, and who of them can be written to
         * @description At the command line: perennial segment count.
         */
        get: operations["countSegment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/segments/{code}/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ten of its members, each with why
         * @description At the command line: perennial segment sample.
         */
        get: operations["sampleSegment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/segments/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who would meet a condition that is not stored
         * @description It changes nothing. At the command line: perennial segment apply, then count and sample.
         */
        post: operations["previewSegment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/segments/{code}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Its members as a file
         * @description A CSV of its members, as POST /exports makes one with filter.segment. At the command line: perennial segment export.
         */
        post: operations["exportSegment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/segments/{code}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who came in and who fell out
         * @description Of a segment that a campaign waits for. At the command line: perennial segment history.
         */
        get: operations["getSegmentHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/segment-language": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What conditions may ask and name
         * @description For forms that write conditions. At the command line: perennial segment language.
         */
        get: operations["getSegmentLanguage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Campaigns
         * @description At the command line: perennial campaign list.
         */
        get: operations["listCampaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A campaign
         * @description Its ETag is that of its version and status; counts change without it. At the command line: perennial campaign show.
         */
        get: operations["getCampaign"];
        /**
         * Store it: a draft, or a new version
         * @description A new version of a journey that runs is staged: it goes live by POST /campaigns/{code}/edit, with a choice of what becomes of those inside. Of another lifecycle it is live at once. At the command line: perennial campaign apply.
         */
        put: operations["applyCampaign"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/launch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take it live
         * @description At the command line: perennial campaign launch.
         */
        post: operations["launchCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Nothing more is granted or sent
         * @description At the command line: perennial campaign pause.
         */
        post: operations["pauseCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on
         * @description At the command line: perennial campaign resume.
         */
        post: operations["resumeCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End it for good
         * @description At the command line: perennial campaign cancel.
         */
        post: operations["cancelCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask that somebody else look at it
         * @description A draft that could go live. At the command line: perennial campaign submit.
         */
        post: operations["submitCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find it good
         * @description By another key than the one that submitted it: it may go live then. At the command line: perennial campaign approve.
         */
        post: operations["approveCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/send-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make it a draft again
         * @description One that is in review, or scheduled: whoever looked at it objects. At the command line: perennial campaign send-back.
         */
        post: operations["sendBackCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let it go live by itself
         * @description At an instant to come; if something stops it then, it is a draft again. At the command line: perennial campaign schedule.
         */
        post: operations["scheduleCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let nobody in any more
         * @description Those who are inside go on to their end, and with the last of them it has ended; cancel takes everybody out. At the command line: perennial campaign end.
         */
        post: operations["endCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How two of its versions differ
         * @description From the version that is live to the one that is staged, when nothing is said. At the command line: perennial campaign diff.
         */
        get: operations["diffCampaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a staged version would do to those inside
         * @description Of a journey that runs: counts each group, and changes nothing. At the command line: perennial campaign edit --dry-run.
         */
        get: operations["previewEdit"];
        put?: never;
        /**
         * Put the staged version live
         * @description Members who come in from now on get it; those inside are brought to it page by page, as the policy says. At the command line: perennial campaign edit.
         */
        post: operations["editCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/staged": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let go of the staged version
         * @description The one that is live stays. At the command line: perennial campaign unstage.
         */
        delete: operations["unstageCampaign"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stage what an earlier version says
         * @description As another version, which is put live like any. At the command line: perennial campaign rollback.
         */
        post: operations["rollBackCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/enrolments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring a member into a journey
         * @description By its entry `by: api`, decided at once: the enrolment, or why there is none. Of a paused journey it waits until that is over. At the command line: perennial campaign enrol.
         */
        post: operations["enterCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Funnel, what was given, what it added
         * @description At the command line: perennial campaign report.
         */
        get: operations["getCampaignReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A message as it would read
         * @description At the command line: perennial message preview.
         */
        post: operations["previewMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/playbooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Campaigns to copy
         * @description Those that are shipped. At the command line: perennial campaign playbooks.
         */
        get: operations["listPlaybooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/playbooks/{playbook}/use": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a draft of it
         * @description Named in the language of Accept-Language, with the segments it needs. At the command line: perennial campaign use.
         */
        post: operations["usePlaybook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/flow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where everybody is, and what comes next
         * @description Step by step who came, who is here, whose story ended and who went on; sums close. At the command line: perennial campaign show.
         */
        get: operations["getCampaignFlow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a launch would come to
         * @description Whom it reaches, what it gives at most, when it writes first, what runs beside it, and what stops it. At the command line: perennial campaign plan.
         */
        get: operations["planCampaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{code}/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is inside, and until when
         * @description Those first whose wait ends first; of a very large campaign some thousands of them.
         */
        get: operations["listWaitingMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enrolments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Members in campaigns, latest first
         * @description Of the whole programme, of one member or one campaign. At the command line: perennial enrolment list.
         */
        get: operations["listEnrolments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enrolments/{enrolmentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One member in one campaign
         * @description What it waits for, or how it ended. At the command line: perennial enrolment show.
         */
        get: operations["getEnrolment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enrolments/{enrolmentId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take one member out
         * @description Nothing more is done for the member there; one who was taken out before stays so, with the first reason. At the command line: perennial enrolment cancel.
         */
        post: operations["cancelEnrolment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Messages, latest first
         * @description At the command line: perennial message list.
         */
        get: operations["listMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A message, and why it did not go
         * @description At the command line: perennial message show.
         */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/message-reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of messages, and why
         * @description Sums are those of the list with the same filter.
         */
        get: operations["getMessageReasons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{messageId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a failed one again
         * @description With the text its campaign has by now; one whose deadline has passed stays as it is. At the command line: perennial message retry.
         */
        post: operations["retryMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Addresses nothing is sent to
         * @description At the command line: perennial message suppressed.
         */
        get: operations["listSuppressions"];
        put?: never;
        /**
         * Send nothing there any more
         * @description At the command line: perennial message suppress.
         */
        post: operations["createSuppression"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/suppressions/{suppressionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Send there again
         * @description At the command line: perennial message unsuppress.
         */
        delete: operations["deleteSuppression"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/programme": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rules, in words and as they were written
         * @description Its ETag is that of the rules; counts and now change without it. At the command line: perennial programme show.
         */
        get: operations["getProgramme"];
        /**
         * Store new rules
         * @description Whole, as the file has it: what is left out has its default. At the command line: perennial programme apply.
         */
        put: operations["applyProgramme"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the programme stands, and what its last days brought
         * @description Days begin at midnight in the zone of the programme. At the command line: perennial programme show.
         */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Points by source, day or month
         * @description At the command line: perennial ledger totals.
         */
        get: operations["getTotals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last proof of the ledger
         * @description At the command line: perennial ledger verify.
         */
        get: operations["getVerification"];
        put?: never;
        /**
         * Prove it now
         * @description At the command line: perennial ledger verify.
         */
        post: operations["startVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Correct points by hand
         * @description Above the threshold of the programme it waits for a review by another key. At the command line: perennial member adjust.
         */
        post: operations["createAdjustment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/adjustments/{adjustmentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A correction
         * @description At the command line: perennial member adjustment.
         */
        get: operations["getAdjustment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reversals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back what a campaign granted
         * @description First without dryRun: false: it says what would come of it. Then with it, and with the id of that one in confirms: when something was spent, returned or expired in between, it is refused. Nobody comes to owe anything. Of a large campaign it is running when it is answered; a worker carries it on. At the command line: perennial campaign revert.
         */
        post: operations["createReversal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reversals/{reversalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far it is; grants that had been spent
         * @description At the command line: perennial campaign reversal.
         */
        get: operations["getReversal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/coupons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Coupons, latest first
         * @description At the command line: perennial coupon list.
         */
        get: operations["listCoupons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/coupons/{coupon}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A coupon, with what happened to it
         * @description At the command line: perennial coupon show.
         */
        get: operations["getCoupon"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/coupons/{coupon}/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use it on an order that comes by no event
         * @description At the command line: perennial coupon redeem.
         */
        post: operations["redeemCoupon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/coupons/{coupon}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give back one that was used
         * @description At the command line: perennial coupon return.
         */
        post: operations["returnCoupon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/coupons/{coupon}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw one that was not used
         * @description At the command line: perennial coupon cancel.
         */
        post: operations["cancelCoupon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Invitations, latest first
         * @description At the command line: perennial referral list.
         */
        get: operations["listReferrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Cases for a person, those that wait longest first
         * @description At the command line: perennial review list.
         */
        get: operations["listReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reviews/{reviewId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A case with its evidence
         * @description At the command line: perennial review show.
         */
        get: operations["getReview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reviews/{reviewId}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide it, once
         * @description Of an adjustment: by another key than asked for it, and with finance. At the command line: perennial review approve, perennial review reject.
         */
        post: operations["decideReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Imports, latest first
         * @description At the command line: perennial import list.
         */
        get: operations["listImports"];
        put?: never;
        /**
         * Take a file
         * @description The file is the body, as it is or gzipped; what can be told from it is not asked. At the command line: perennial import orders, perennial import members.
         */
        post: operations["createImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{importId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far it is
         * @description At the command line: perennial import show.
         */
        get: operations["getImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{importId}/rejects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lines that could not be taken
         * @description With Accept: text/csv all of them as a file: mended, it can be sent to POST /imports as it is. At the command line: perennial import rejects.
         */
        get: operations["listRejects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{importId}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read its file once more
         * @description For real what was only tried, or in another way: what is not said stays as it was. It is an import of its own. At the command line: perennial import again.
         */
        post: operations["importAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{importId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on where a failed one stood
         * @description At the command line: perennial import resume.
         */
        post: operations["resumeImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{importId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop it; what is in stays
         * @description At the command line: perennial import cancel.
         */
        post: operations["cancelImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a file
         * @description At the command line: perennial export, perennial member export.
         */
        post: operations["createExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/{exportId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far it is
         * @description The notification export.finished says when it is there. At the command line: perennial export.
         */
        get: operations["getExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/{exportId}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The file
         * @description At the command line: perennial export.
         */
        get: operations["getExportFile"];
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
    "/audit-entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who changed what, latest first
         * @description At the command line: perennial audit list.
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether every part of the installation works
         * @description A key is of one programme, and an installation may serve several: which part does not work is told, and what was found there is for whoever runs it. At the command line: perennial doctor.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
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
        /**
         * Change the own profile and consent
         * @description By the event member.updated, with a token that may edit. It has no twin at the command line.
         */
        patch: operations["updateMe"];
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
    "/me/programme": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How points are earned, and what they are worth
         * @description Names are in the language of Accept-Language. It has no twin at the command line.
         */
        get: operations["getMyProgramme"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/activation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate the card
         * @description The event member.activated, once for a member: a gift that waits for it is given soon after. With a token that may edit. It has no twin at the command line.
         */
        post: operations["activateCard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Own inbox, latest first
         * @description Messages of the channel inbox; what went by mail is in the mailbox. It has no twin at the command line.
         */
        get: operations["listMyMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/messages/{messageId}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Note that a message was read
         * @description The first time counts. It has no twin at the command line.
         */
        post: operations["readMyMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shops and providers that are connected
         * @description At the command line: perennial connection list.
         */
        get: operations["listConnections"];
        put?: never;
        /**
         * Connect a shop, or a provider of mail or texts
         * @description At the command line: perennial connection create.
         */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A connection, and orders that could not be taken
         * @description At the command line: perennial connection show.
         */
        get: operations["getConnection"];
        put?: never;
        post?: never;
        /**
         * End it; what its orders brought stays
         * @description At the command line: perennial connection delete.
         */
        delete: operations["deleteConnection"];
        options?: never;
        head?: never;
        /**
         * Change it
         * @description At the command line: perennial connection update.
         */
        patch: operations["updateConnection"];
        trace?: never;
    };
    "/connect/shopify/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A webhook of Shopify
         * @description Signed by the shop, in any order and number. At the command line: perennial connection send.
         */
        post: operations["takeShopify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connect/woocommerce/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A webhook of WooCommerce
         * @description Signed by the shop, in any order and number. At the command line: perennial connection send.
         */
        post: operations["takeWooCommerce"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connect/ses/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bounces and complaints, told by Ses
         * @description Each is taken once by its id. At the command line: perennial connection show.
         */
        post: operations["takeSes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connect/postmark/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bounces and complaints, told by Postmark
         * @description Each is taken once by its id. At the command line: perennial connection show.
         */
        post: operations["takePostmark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connect/mailgun/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bounces and complaints, told by Mailgun
         * @description Each is taken once by its id. At the command line: perennial connection show.
         */
        post: operations["takeMailgun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connect/sendgrid/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bounces and complaints, told by Sendgrid
         * @description Each is taken once by its id. At the command line: perennial connection show.
         */
        post: operations["takeSendgrid"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connect/mailjet/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bounces and complaints, told by Mailjet
         * @description Each is taken once by its id. At the command line: perennial connection show.
         */
        post: operations["takeMailjet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connect/channel/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What became of a text, told by the provider of its channel
         * @description Signed by Standard Webhooks with the secret of the connection; each is taken once by its webhook-id. At the command line: perennial connection show.
         */
        post: operations["takeChannelReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    notification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an endpoint of the shop gets
         * @description Standard Webhooks: verify webhook-signature over `id.timestamp.body`, take a webhook-id once, answer 2xx within 15 seconds.
         */
        post: operations["receiveNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Notification: {
            /** @description Id of the notification; the header webhook-id. Opaque. */
            id: string;
            type: components["schemas"]["NotificationType"];
            /**
             * Format: date-time
             * @description Own time of what happened.
             */
            timestamp: string;
            data: {
                /** @description The thing as it was then, without names and addresses: of points the transaction with the balance behind it. */
                object: {
                    [key: string]: unknown;
                };
                memberId?: components["schemas"]["MemberId"];
                /** @description Grows within the programme in the order of commits; holes are normal. */
                sequence: number;
                /** @description Fields that changed, with their values before. */
                previous?: {
                    [key: string]: unknown;
                };
            };
        };
        /**
         * @description What happened. More will come: ignore those you do not know.
         * @enum {string}
         */
        NotificationType: "points.earned" | "points.confirmed" | "points.held" | "points.released" | "points.redeemed" | "points.refunded" | "points.clawed_back" | "points.adjusted" | "points.moved" | "points.expiring" | "points.expired" | "redemption.captured" | "redemption.expired" | "tier.changed" | "coupon.issued" | "coupon.redeemed" | "coupon.returned" | "coupon.expired" | "coupon.cancelled" | "campaign.changed" | "campaign.budget_low" | "enrolment.entered" | "enrolment.ended" | "message.sent" | "message.failed" | "message.bounced" | "message.dropped" | "review.opened" | "review.decided" | "referral.approved" | "member.status_changed" | "import.finished" | "export.finished";
        /** @description The shop's own id of the member. */
        MemberId: string;
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
            /** @description What WeChat calls the member in the shop's own account. */
            wechatOpenId?: string | null;
            /** @description Where the shop's app is, for the provider of its push messages. */
            pushToken?: string | null;
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
                email?: boolean;
                /** @description May it lie in the inbox of the member's page? */
                inbox?: boolean;
                /** @description The same by SMS. */
                sms?: boolean;
                /** @description By WeChat. */
                wechat?: boolean;
                /** @description By push. */
                push?: boolean;
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
            /** @description What WeChat calls the member in the shop's own account. */
            wechatOpenId?: string | null;
            /** @description Where the shop's app is, for the provider of its push messages. */
            pushToken?: string | null;
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
                email?: boolean;
                /** @description May it lie in the inbox of the member's page? */
                inbox?: boolean;
                /** @description The same by SMS. */
                sms?: boolean;
                /** @description By WeChat. */
                wechat?: boolean;
                /** @description By push. */
                push?: boolean;
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
        Quote: {
            id: components["schemas"]["QuoteId"];
            memberId: components["schemas"]["MemberId"];
            /**
             * Format: date-time
             * @description Now.
             */
            quotedAt: string;
            /**
             * Format: date-time
             * @description Until then an order that names it is reckoned by its terms.
             */
            validUntil: string;
            /** @description Which rules of the programme: 1 for the first, one more with each change. It is the ETag of the programme, too. */
            rulesVersion: number;
            currency: components["schemas"]["Currency"];
            /** @description As asked. In minor units of the currency. */
            amountMinor: number;
            /** @description What the coupon does; null without one. */
            discount: {
                coupon: components["schemas"]["CouponCode"];
                /** @description What the coupon takes off. In minor units of the currency. */
                amountMinor: number;
                problem?: components["schemas"]["FieldError"];
            } | null;
            redeemable: {
                /** @description The most that can be used. */
                points: number;
                /** @description What they are worth. In minor units of the currency. */
                amountMinor: number;
                /**
                 * @description What stops more; null when nothing does.
                 * @enum {string|null}
                 */
                limitedBy: "balance" | "share" | "minimum" | "debt" | "status" | "off" | null;
            };
            redeem: {
                /** @description Used here. */
                points: number;
                /** @description What they are worth here. In minor units of the currency. */
                amountMinor: number;
            };
            /** @description To be paid in money. In minor units of the currency. */
            payableMinor: number;
            earn: {
                /** @description What the order will earn. */
                points: number;
                /**
                 * Format: date-time
                 * @description From when on.
                 */
                availableAt: string;
                /**
                 * Format: date-time
                 * @description Until when.
                 */
                expiresAt: string | null;
                explanation: string[];
            };
            balance: components["schemas"]["Balance"];
        };
        QuoteInput: {
            memberId: components["schemas"]["MemberId"];
            /** @description The goods before coupon and points. In minor units of the currency. */
            amountMinor: number;
            currency?: components["schemas"]["Currency"];
            coupon?: components["schemas"]["CouponCode"];
            /** @description Points the member wants to use. Absent: none are deducted, and the answer says how many could be. */
            points?: number;
        };
        RedemptionInput: {
            memberId: components["schemas"]["MemberId"];
            /** @description Points to use. */
            points: number;
            orderId?: components["schemas"]["OrderId"];
            /** @description The goods after coupon and before points; with it the largest share is checked. In minor units of the currency. */
            amountMinor?: number;
            /** @description true spends at once; false, which it is when absent, holds. */
            capture?: boolean;
            /** @description How long a hold lasts, by our clock. Absent: as the programme says. */
            expiresInSeconds?: number;
        };
        RedemptionPage: {
            data: components["schemas"]["Redemption"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        CaptureInput: {
            /** @description Fewer than held: the rest is released. Absent: all. */
            points?: number;
        };
        RefundInput: {
            /** @description Absent: all that was not given back yet. */
            points?: number;
            reason: string;
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
            /** @description What WeChat calls the member. */
            wechatOpenId?: string | null;
            /** @description Where the shop's app is. */
            pushToken?: string | null;
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
                /** @description In the inbox. */
                inbox?: boolean | null;
                /** @description By SMS, at the present number. */
                sms?: boolean | null;
                /** @description By WeChat. */
                wechat?: boolean | null;
                /** @description By push. */
                push?: boolean | null;
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
            /** @description What WeChat calls the member in the shop's own account. */
            wechatOpenId?: string | null;
            /** @description Where the shop's app is, for the provider of its push messages. */
            pushToken?: string | null;
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
                email?: boolean;
                /** @description May it lie in the inbox of the member's page? */
                inbox?: boolean;
                /** @description The same by SMS. */
                sms?: boolean;
                /** @description By WeChat. */
                wechat?: boolean;
                /** @description By push. */
                push?: boolean;
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
            /** @description What WeChat calls the member in the shop's own account. */
            wechatOpenId?: string | null;
            /** @description Where the shop's app is, for the provider of its push messages. */
            pushToken?: string | null;
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
                email?: boolean;
                /** @description May it lie in the inbox of the member's page? */
                inbox?: boolean;
                /** @description The same by SMS. */
                sms?: boolean;
                /** @description By WeChat. */
                wechat?: boolean;
                /** @description By push. */
                push?: boolean;
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
            /**
             * @description May it change the profile and consent, and activate the card?
             * @default false
             */
            edit: boolean;
        };
        Merge: {
            /** @description Id of the merge. Opaque. */
            id: string;
            /**
             * @description Planned: a dry run.
             * @enum {string}
             */
            status: "planned" | "done" | "undone";
            fromMemberId: components["schemas"]["MemberId"];
            intoMemberId: components["schemas"]["MemberId"];
            /** @description Points that moved, each lot with its own end. */
            points: number;
            /** @description Coupons that moved. */
            coupons: number;
            /** @description All that moved or ended; empty once it can not be undone. */
            changes: {
                /** @description What it is. */
                what: string;
                /** @description How many, or how many points. */
                count: number;
            }[];
            /** @description What an undoing could not give back, in words. */
            leftBehind: string[];
            /**
             * Format: date-time
             * @description A day after it.
             */
            undoableUntil: string;
            /**
             * Format: date-time
             * @description When.
             */
            createdAt: string;
        };
        MergeInput: {
            fromMemberId: components["schemas"]["MemberId"];
            intoMemberId: components["schemas"]["MemberId"];
            /** @description Why, in words that the audit and the timeline keep. */
            reason: string;
            /**
             * @description Say what would come of it.
             * @default false
             */
            dryRun: boolean;
        };
        Erasure: {
            /** @description Id of the request. Opaque. */
            id: string;
            /**
             * @description Where it stands.
             * @enum {string}
             */
            status: "scheduled" | "running" | "done" | "withdrawn";
            /** @description The shop's id; a pseudonym once it is done. */
            memberId: string;
            /**
             * Format: date-time
             * @description When it begins.
             */
            dueAt: string;
            /**
             * Format: date-time
             * @description When it was done.
             */
            doneAt?: string;
            /**
             * Format: date-time
             * @description When.
             */
            createdAt: string;
            /** @description Points that ended with it. */
            forfeitedPoints?: number;
            kept: string[];
        };
        ErasureInput: {
            memberId: components["schemas"]["MemberId"];
            /** @description Why, in words that the audit keeps, unless they name the person. */
            reason: string;
            /**
             * @description Days in which it can be withdrawn.
             * @default 7
             */
            afterDays: number;
        };
        ErasurePage: {
            data: components["schemas"]["Erasure"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        TimelineEntryPage: {
            data: components["schemas"]["TimelineEntry"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        TimelineEntry: {
            /**
             * Format: date-time
             * @description Its own time.
             */
            at: string;
            /** @description What happened, in words. */
            text: string;
            lines: string[];
            /** @description Change of points. */
            points?: number;
            /** @description Balance after it. */
            available?: number;
            source?: components["schemas"]["Source"];
        };
        /** @description earned + corrected + writtenOff - redeemed - takenBack - expired is available + pending + held - debt, always. */
        PointsTotals: {
            /** @description By orders, tasks and campaigns. */
            earned: number;
            /** @description By hand; negative where more was taken than given. */
            corrected: number;
            /** @description Used, without what was given back. */
            redeemed: number;
            /** @description For returns. */
            takenBack: number;
            /** @description Expired, lapsed or forfeited. */
            expired: number;
            /** @description Owed and let off. */
            writtenOff: number;
            available: number;
            pending: number;
            held: number;
            debt: number;
            /** @description How many are added up. */
            transactions: number;
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
            kind: "earn" | "confirm" | "cancel_pending" | "hold" | "capture" | "spend" | "release" | "refund" | "clawback" | "revert" | "adjust" | "expire" | "lapse" | "forfeit" | "move";
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
        WebhookEndpointPage: {
            data: components["schemas"]["WebhookEndpoint"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        WebhookEndpoint: {
            /** @description Id of the endpoint. Opaque. */
            id: string;
            /**
             * Format: uri
             * @description Where.
             */
            url: string;
            types: components["schemas"]["NotificationType"][];
            /** @description For people. */
            name?: string;
            /**
             * @description Disabled by hand, by 410, or after five days without success.
             * @enum {string}
             */
            status: "enabled" | "disabled";
            /** @description Why it is disabled. */
            reason?: string;
            /** @description Shown when made and when changed, never again. */
            secret?: string;
            /**
             * Format: date-time
             * @description When.
             */
            createdAt: string;
        };
        WebhookEndpointInput: {
            /**
             * Format: uri
             * @description https, and reached over the internet.
             */
            url: string;
            /** @description What to send. Empty: all, new ones too. */
            types: components["schemas"]["NotificationType"][];
            /** @description For people. */
            name?: string;
        };
        WebhookEndpointPatch: {
            /**
             * Format: uri
             * @description https, and reached over the internet.
             */
            url?: string;
            types?: components["schemas"]["NotificationType"][];
            /** @description For people. */
            name?: string;
            /**
             * @description Disabled ones get nothing that happens meanwhile; what waits for them goes on when they are enabled.
             * @enum {string}
             */
            status?: "enabled" | "disabled";
        };
        SecretInput: {
            /**
             * @description How long the old one signs too.
             * @default 86400
             */
            overlapSeconds: number;
        };
        Replay: {
            /** @description Id of the endpoint. Opaque. */
            endpointId: string;
            /** @description Sent once more, each under its own id. */
            notifications: number;
        };
        ReplayInput: {
            /** @description These. */
            notificationIds?: string[];
            /**
             * Format: date-time
             * @description Or all that happened from then on,
             */
            from?: string;
            /**
             * Format: date-time
             * @description before then: 10,000 at most.
             */
            to?: string;
            /** @description Of these types. */
            types?: components["schemas"]["NotificationType"][];
        };
        NotificationPage: {
            data: components["schemas"]["Notification"][];
            /** @description Goes on from here, now or when more has happened: the feed has no last page. */
            nextCursor: string;
        };
        DeliveryPage: {
            data: components["schemas"]["Delivery"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        Delivery: {
            /** @description Id of the delivery. Opaque. */
            id: string;
            /** @description Id of the notification. Opaque. */
            notificationId: string;
            /** @description Id of the endpoint. Opaque. */
            endpointId: string;
            type: components["schemas"]["NotificationType"];
            /**
             * @description Dead: every try failed; retry brings it back.
             * @enum {string}
             */
            status: "waiting" | "delivering" | "delivered" | "dead";
            /** @description Tries so far. */
            attempts: number;
            /** @description What the endpoint answered. */
            lastStatus: number | null;
            /** @description What went wrong. */
            lastError: string | null;
            /**
             * Format: date-time
             * @description When, in real time.
             */
            nextTryAt: string | null;
            /**
             * Format: date-time
             * @description When, in real time.
             */
            createdAt: string;
        };
        SegmentList: {
            /** @description By code. */
            data: components["schemas"]["Segment"][];
            /** @description There is one page. */
            nextCursor: null;
        };
        Segment: {
            code: components["schemas"]["Code"];
            /** @description What people read. */
            name: string;
            /** @description What it is for. */
            about: string | null;
            who: components["schemas"]["Condition"];
            /** @description The condition, read aloud, in the language of Accept-Language. */
            says: string;
            /** @description One more with each change. It is the ETag, too. */
            revision: number;
            /**
             * Format: date-time
             * @description When it was first stored.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was stored last.
             */
            changedAt: string;
            /**
             * Format: date-time
             * @description Since when its comings and goings are kept; null while nobody waits for them.
             */
            watchedAt: string | null;
            /** @description Campaigns that have not ended, and other segments: a change touches them. */
            usedBy: {
                /**
                 * @description What it is.
                 * @enum {string}
                 */
                kind: "campaign" | "segment";
                code: components["schemas"]["Code"];
                /** @description What people read. */
                name: string;
                /** @description Of a campaign; null of a segment. */
                status: string | null;
            }[];
            changes?: string[];
        };
        /** @description One of all, any and not with conditions inside, or a question such as spent, lastOrder, event, tag. */
        Condition: {
            [key: string]: unknown;
        };
        /** @description The segment file as JSON; YAML is taken too. */
        SegmentInput: {
            segment?: components["schemas"]["Code"] & unknown;
            /** @description What people read. */
            name: string;
            /** @description What it is for. */
            about?: string;
            who: components["schemas"]["Condition"];
        } & {
            [key: string]: unknown;
        };
        Audience: {
            /** @description Members who meet the condition. */
            members: number;
            /** @description Active members of the programme. */
            of: number;
            /** @description By e-mail, and by the channels that a provider is connected for. */
            reach: {
                /**
                 * @description By what.
                 * @enum {string}
                 */
                channel: "email" | "sms" | "wechat" | "push";
                /** @description Who may be sent marketing. */
                reachable: number;
                /** @description Why the others may not. */
                unreachable: {
                    /**
                     * @description A code of the registry.
                     * @enum {string}
                     */
                    reason: "ADDRESS_MISSING" | "ADDRESS_SUPPRESSED" | "OPTED_OUT" | "CONSENT_MISSING";
                    /** @description How many. */
                    members: number;
                }[];
            }[];
            /**
             * Format: date-time
             * @description The instant at which it was asked.
             */
            countedAt: string;
        };
        SegmentSample: {
            /** @description Ten at most, by lot. */
            data: {
                member: components["schemas"]["MemberId"];
                /** @description In the order of the condition. */
                reasons: {
                    /** @description A question of the condition, read aloud. */
                    asks: string;
                    /** @description Whether it does. */
                    holds: boolean;
                    /** @description What the answer rests on; null where the answer says it all. */
                    found: string | null;
                }[];
            }[];
        };
        SegmentPreview: {
            /** @description The condition, read aloud. */
            says: string;
            count: components["schemas"]["Audience"];
            /** @description Ten at most, by lot. */
            sample: {
                member: components["schemas"]["MemberId"];
                /** @description In the order of the condition. */
                reasons: {
                    /** @description A question of the condition, read aloud. */
                    asks: string;
                    /** @description Whether it does. */
                    holds: boolean;
                    /** @description What the answer rests on; null where the answer says it all. */
                    found: string | null;
                }[];
            }[];
            /** @description With parts: the conditions inside it, counted one by one. */
            parts?: components["schemas"]["SegmentPart"][];
        };
        SegmentPart: {
            /** @description Where it stands in the condition: all, 0. */
            path: (string | number)[];
            /** @description Read aloud. */
            says: string;
            /** @description Members who meet it by itself. */
            alone: number;
            /** @description Who meets it and those before it, where all must hold; null of others. */
            left: number | null;
        };
        /** @description A condition that is not stored. */
        ConditionInput: {
            who: components["schemas"]["Condition"];
        } & {
            [key: string]: unknown;
        };
        Export: {
            /** @description Id of the export. Opaque. */
            id: string;
            /**
             * @description What.
             * @enum {string}
             */
            kind: "member" | "members" | "orders" | "events" | "transactions" | "coupons" | "messages" | "everything";
            /**
             * @description Where it stands.
             * @enum {string}
             */
            status: "queued" | "running" | "finished" | "failed";
            /**
             * @description Of the file.
             * @enum {string}
             */
            format: "ndjson" | "csv" | "html";
            /** @description In the file. */
            rows: number;
            /**
             * Format: date-time
             * @description When.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the file goes.
             */
            expiresAt: string;
        };
        SegmentHistory: {
            /**
             * Format: date-time
             * @description Since when it is watched; null while nobody waits for it.
             */
            watchedAt: string | null;
            /** @description Members inside, as they are kept; null while it is not watched. */
            inside: number | null;
            /** @description Who came in within the days asked for. */
            entered: number;
            /** @description Who fell out within them. */
            left: number;
            /** @description Oldest first; days without any move are left out. */
            days: {
                /**
                 * Format: date
                 * @description Of the programme’s calendar.
                 */
                day: string;
                /** @description Who came in. */
                entered: number;
                /** @description Who fell out. */
                left: number;
            }[];
            /** @description Ten at most, the latest first. */
            latest: {
                member: components["schemas"]["MemberId"];
                /**
                 * @description Which way.
                 * @enum {string}
                 */
                move: "entered" | "left";
                /**
                 * Format: date-time
                 * @description When it was seen.
                 */
                at: string;
            }[];
        };
        SegmentLanguage: {
            /** @description Every kind of condition. */
            subjects: {
                /** @description The key by which a condition is known. */
                verb: string;
                /** @description What people read, in the language of Accept-Language. */
                title: string;
                group: {
                    /** @description Which heading. */
                    code: string;
                    /** @description Its words. */
                    title: string;
                };
                /** @description In the order of a form. */
                fields: {
                    /** @description Its key; * of tests that stand beside the name that they are about. */
                    name: string;
                    /** @description Null where the condition’s own says it. */
                    title: string | null;
                    /**
                     * @description By what a form asks for it.
                     * @enum {string}
                     */
                    control: "name" | "number" | "date" | "window" | "where" | "tier" | "sum" | "options" | "tests";
                    /** @description Whether it must be there. */
                    isRequired: boolean;
                    /** @description Of which of the names it is one. */
                    names: string | null;
                    /** @description What may be chosen. */
                    options: {
                        /** @description As it is written. */
                        value: string;
                        /** @description Words. */
                        title: string;
                    }[];
                }[];
                /** @description What its numbers count: words, or the currency. */
                unit: string | null;
                /** @description Fields of which one at most is asked. */
                oneOf: string[];
                /** @description The event whose fields are asked about; null where it names it. */
                whereOf: string | null;
                start: components["schemas"]["Condition"] & unknown;
            }[];
            /** @description What fields of each type may be asked. */
            tests: {
                /** @description Words. */
                text?: string[];
                /** @description Words. */
                number?: string[];
                /** @description Words. */
                money?: string[];
                /** @description Words. */
                flag?: string[];
                /** @description Words. */
                date?: string[];
            };
            /** @description Levels that conditions nest at most. */
            depthMax: number;
            /** @description In which money is written. */
            currency: string;
            /** @description What may be named. */
            names: {
                /** @description Fields of members. */
                attribute: {
                    /** @description Its name. */
                    name: string;
                    /**
                     * @description What it holds.
                     * @enum {string}
                     */
                    type: "text" | "number" | "money" | "flag" | "date";
                }[];
                /** @description Events. */
                event: {
                    /** @description Its type. */
                    type: string;
                    /** @description Its data. */
                    fields: {
                        /** @description Its name. */
                        name: string;
                        /**
                         * @description What it holds.
                         * @enum {string}
                         */
                        type: "text" | "number" | "money" | "flag" | "date";
                    }[];
                }[];
                /** @description Tags. */
                tag: string[];
                /** @description From the lowest on. */
                tier: {
                    /** @description Its code. */
                    code: string;
                    /** @description What people read. */
                    name: string;
                }[];
                /** @description Segments. */
                segment: {
                    /** @description Its code. */
                    code: string;
                    /** @description What people read. */
                    name: string;
                }[];
                /** @description Campaigns. */
                campaign: string[];
                /** @description Coupons that campaigns give. */
                coupon: string[];
                /** @description Messages that campaigns send. */
                template: string[];
            };
        };
        CampaignPage: {
            data: components["schemas"]["Campaign"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        Campaign: {
            code: components["schemas"]["Code"];
            /** @description What people read. */
            name: string;
            /** @description Kind of story. */
            lifecycle: string;
            /**
             * @description Where it stands; more will come.
             * @enum {string}
             */
            status: "draft" | "in_review" | "scheduled" | "live" | "paused" | "ended";
            /** @description Versions never change. */
            version: number;
            /** @description Of a journey that runs: the version that waits to be put live. */
            staged?: {
                version: number;
                /**
                 * Format: date-time
                 * @description When it was stored.
                 */
                appliedAt: string;
                /** @description Who stored it. */
                appliedBy: string;
            } | null;
            /**
             * Format: date-time
             * @description When.
             */
            launchedAt?: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            endedAt?: string | null;
            /**
             * Format: date-time
             * @description When it goes live by itself; null of one that has no time.
             */
            scheduledFor?: string | null;
            /**
             * Format: date-time
             * @description Since when nobody enters any more: it ends with the last one who is inside.
             */
            entryClosedAt?: string | null;
            /** @description Who asked that somebody look at it before it goes live; null of one that was not submitted. */
            review?: components["schemas"]["CampaignReview"] | null;
            definition: components["schemas"]["CampaignInput"];
            /** @description Enrolments by status. */
            counts: {
                [key: string]: number;
            };
            /** @description With dryRun: what would change. */
            changes?: string[];
            /** @description When it was stored: what keeps it from being launched. */
            problems?: components["schemas"]["FieldError"][];
        };
        CampaignReview: {
            /** @description Of which version. */
            version: number;
            /** @description Who asked for it. */
            submittedBy: string;
            /**
             * Format: date-time
             * @description When.
             */
            submittedAt: string;
            /** @description Who has found it good; null while nobody has. */
            approvedBy: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            approvedAt: string | null;
        };
        CampaignInput: {
            campaign?: components["schemas"]["Code"] & unknown;
            /** @description What people read. */
            name: string;
            /** @description onboarding-gift, check-in-streak, referral-reward, points-expiry or win-back, which have settings; or journey, whose steps are its own. */
            lifecycle: string;
            /** @description Of the lifecycle. */
            settings?: {
                [key: string]: unknown;
            };
            /** @description Of a journey: what it is for. */
            about?: string;
            /** @description Of a journey: how members come in. */
            entry?: {
                [key: string]: unknown;
            }[];
            /** @description Of a journey: who may come in. */
            audience?: {
                [key: string]: unknown;
            };
            /**
             * @description Of a journey: what happens when a member who is inside would enter again.
             * @enum {string}
             */
            whileInside?: "refuse" | "restart" | "alongside";
            /** @description Of a journey: enrolments of one member at a time. */
            insideMax?: number;
            /** @description Of a journey: from when until when it runs. */
            runs?: {
                [key: string]: unknown;
            };
            /** @description Of a journey: enrolments an hour of a launch or schedule. */
            pace?: {
                [key: string]: unknown;
            };
            /** @description Of a journey: whose clock. */
            zone?: string;
            /** @description Of a journey: what it is for; an order when left out. */
            goal?: {
                [key: string]: unknown;
            };
            /** @description Of a journey: what it may give in all. */
            budget?: {
                [key: string]: unknown;
            };
            /** @description Of a journey: the coupons its steps give. */
            coupons?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** @description Of a journey: what happens. */
            steps?: {
                [key: string]: unknown;
            }[];
            /** @description Share of members who get nothing. */
            holdOut?: number;
            /** @description Days after entering within which an order counts. */
            conversionDays?: number;
            /** @description How often a member may enter. */
            reentry?: "never" | {
                afterDays: number;
            };
            /** @description Lower goes first when several messages want the same slot. */
            priority?: number;
            /** @description Events that end it for a member. */
            exitOn?: ({
                /** @description Its type. */
                event?: string;
                /** @description What its data has. */
                where?: {
                    [key: string]: unknown;
                };
                /** @description Why the member left. */
                reason: string;
            } & {
                [key: string]: unknown;
            })[];
            /** @description Message to class. */
            messageClasses?: {
                [key: string]: "transactional" | "service" | "marketing";
            };
            /** @description Channels of its messages, best first: each goes by the first that may. */
            messageChannels?: ("email" | "inbox" | "sms" | "wechat" | "push")[];
            /** @description File name to text, such as welcome.en.html.liquid. Left out, those of the version before stay. */
            templates?: {
                [key: string]: string;
            };
        };
        CampaignNoteInput: {
            /** @description What the other person should know. */
            note?: string;
        };
        CampaignScheduleInput: {
            /**
             * Format: date-time
             * @description When it goes live, by the clock of the programme.
             */
            at: string;
        };
        CampaignDiff: {
            campaign: components["schemas"]["Code"];
            /** @description A version. */
            from: number;
            /** @description Another. */
            to: number;
            /** @description Field by field. */
            changes: string[];
            /** @description Of a journey, by their names. */
            steps: {
                /** @description In both, and the same. */
                kept: string[];
                /** @description In both, with other fields. */
                changed: string[];
                /** @description In the first alone. */
                gone: string[];
                /** @description In the second alone. */
                added: string[];
            } | null;
            /** @description Nothing but the texts of messages differs. */
            textsOnly: boolean;
        };
        EditPreview: {
            campaign: components["schemas"]["Code"];
            /** @description The version that is live. */
            from: number;
            /** @description The version that is staged. */
            version: number;
            /**
             * @description What becomes of those inside: new, they keep theirs; move, they go on in the new version where they stand, as far as all they have done is in it; restart, they begin it anew, and nothing that was done is done again.
             * @enum {string}
             */
            policy: "new" | "move" | "restart";
            /** @description Members inside. */
            inside: number;
            /** @description They are too many to look at each: groups are shares of the latest. */
            estimated: boolean;
            /** @description Largest first. */
            groups: {
                /** @description The version they are in. */
                version: number;
                /** @description Where they stand; null where that does not matter. */
                step: string | null;
                /**
                 * @description What becomes of them.
                 * @enum {string}
                 */
                becomes: "keeps" | "moves" | "stays" | "restarts" | "ends";
                members: number;
                /** @description Steps they have come to and the new version does not have. */
                gone: string[];
                /** @description Why they stay, in words. */
                says: string | null;
            }[];
            /** @description Nothing but the texts of messages differs. */
            textsOnly: boolean;
            /** @description An earlier edit has not come to everybody yet. */
            isRunning: boolean;
        };
        EditInput: {
            /**
             * @description What becomes of those inside: new, they keep theirs; move, they go on in the new version where they stand, as far as all they have done is in it; restart, they begin it anew, and nothing that was done is done again.
             * @enum {string}
             */
            policy: "new" | "move" | "restart";
            /** @description The staged version that was looked at. */
            version: number;
        };
        RollbackInput: {
            /** @description The version whose content is staged as a new one. */
            to: number;
        };
        Entering: {
            campaign: components["schemas"]["Code"];
            memberId: components["schemas"]["MemberId"];
            /**
             * @description Whether the member came in; waiting while the campaign is paused.
             * @enum {string}
             */
            outcome: "entered" | "refused" | "waiting";
            /** @description Why not, in words. */
            reason: string | null;
            /** @description Also the one that the member is in already. */
            enrolment: components["schemas"]["Enrolment"] | null;
        };
        Enrolment: {
            /** @description Id of the enrolment. Opaque. */
            id: string;
            campaign: components["schemas"]["Code"];
            /** @description Of the campaign. */
            version: number;
            memberId: components["schemas"]["MemberId"];
            /** @description The first, the second time. */
            occurrence: number;
            /**
             * @description Where it stands.
             * @enum {string}
             */
            status: "active" | "blocked" | "done" | "exited" | "cancelled" | "failed" | "suppressed" | "skipped";
            /** @description Why, in words. */
            reason?: string | null;
            /** @description The story runs and does nothing. */
            heldOut?: boolean;
            /** @description What an active one waits for. */
            waitsFor?: string | null;
            /**
             * Format: date-time
             * @description And until when.
             */
            waitsUntil?: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            enrolledAt: string;
            /**
             * Format: date-time
             * @description When.
             */
            endedAt?: string | null;
        };
        EnteringInput: {
            memberId: components["schemas"]["MemberId"];
            /** @description What the entry declares, by name; money in major units. */
            fields?: {
                [key: string]: string | number | boolean;
            };
        };
        CampaignReport: {
            campaign: components["schemas"]["Code"];
            /**
             * Format: date-time
             * @description Of when it is.
             */
            at: string;
            steps: {
                /** @description Of the step. */
                name: string;
                /** @description Members. */
                entered: number;
                /** @description Members. */
                passed: number;
            }[];
            given: {
                /** @description Granted. */
                points: number;
                /** @description Of those points: by a reversal, or with an order that was returned. */
                takenBack: number;
                /** @description Issued. */
                coupons: number;
                /** @description Sent. */
                messages: number;
            };
            holdOut: {
                /** @description Held out. */
                members: number;
                /** @description Conversion of members less that of the held out. */
                difference: number;
                low: number;
                high: number;
            } | null;
            conversion: {
                /** @description After entering, within which an order counts. */
                days: number;
                given: components["schemas"]["ConversionGroup"];
                heldOut: components["schemas"]["ConversionGroup"];
                /** @description Members whose days are not over. */
                stillOpen: number;
                /** @description Null when nobody is held out. */
                comparison: {
                    /** @description Rate of those who get it less that of the held out. */
                    difference: number;
                    /** @description With 95% confidence not below. */
                    low: number;
                    /** @description Nor above. */
                    high: number;
                    /**
                     * @description What may be said.
                     * @enum {string}
                     */
                    verdict: "added" | "took away" | "unclear" | "too few";
                    /** @description How many would have to be held out to tell. */
                    heldOutNeeded: number | null;
                } | null;
            };
            /** @description How enrolments stand, most first. */
            outcomes: {
                /** @description Of the enrolments. */
                status: string;
                /** @description Why; figures are left out. */
                reason: string;
                /** @description The same in the language of Accept-Language. */
                text: string;
                enrolments: number;
                /** @description Of them. */
                heldOut: number;
            }[];
            /** @description What became of messages. */
            messages: {
                /** @description Template; the step where it came to no message. */
                message: string;
                /** @description Status of the message, or outcome of the step. */
                fate: string;
                /** @description Why; figures are left out. */
                reason: string;
                /** @description The same in the language of Accept-Language. */
                text: string;
                count: number;
            }[];
            /** @description Granted, by step. */
            points: {
                /** @description Its name. */
                step: string;
                grants: number;
                points: number;
                /** @description Of them, by reversals. */
                takenBack: number;
            }[];
            /** @description Issued, by name. */
            coupons: {
                /** @description What people read. */
                name: string;
                given: number;
                open: number;
                redeemed: number;
                expired: number;
                cancelled: number;
            }[];
        };
        ConversionGroup: {
            /** @description Whose days are over. */
            members: number;
            /** @description Of them. */
            ordered: number;
            /** @description Share that ordered. */
            rate: number;
            /** @description With 95% confidence not below. */
            low: number;
            /** @description Nor above. */
            high: number;
        };
        Preview: {
            /** @description Subject. */
            subject: string;
            /** @description Plain text. */
            text: string;
            /** @description Sanitised HTML. */
            html: string;
            /** @description Language. */
            locale: string;
            /**
             * @description Decides consent, quiet hours and caps.
             * @enum {string}
             */
            class: "marketing" | "service" | "transactional";
            /** @description Sender. */
            from: string;
            /** @description Addressee. */
            to: string;
            /** @description What goes by SMS, WeChat and push. */
            texts: {
                /**
                 * @description By what.
                 * @enum {string}
                 */
                channel: "sms" | "wechat" | "push";
                /** @description What is read. */
                text: string;
                /** @description Of push and WeChat. */
                title: string | null;
                /** @description Where it leads. */
                url: string | null;
                /** @description What it takes as SMS. */
                sms: {
                    /**
                     * @description UCS-2 holds less than half, and one letter makes it so.
                     * @enum {string}
                     */
                    encoding: "GSM-7" | "UCS-2";
                    /** @description Places that it takes. */
                    units: number;
                    /** @description What is paid for: 160 places, or 153 each; 70 and 67 in UCS-2. */
                    segments: number;
                    /** @description Letters that GSM does not have, ten at most. */
                    outside: string[];
                } | null;
                /** @description What would keep it from going. */
                problem: string | null;
            }[];
            /** @description What of it is made up, and what would keep it from being sent. */
            notes: string[];
        };
        PreviewInput: {
            /** @description Its name. */
            template: string;
            /** @description Language; that of the member, or of the programme, when left out. */
            locale?: string;
            memberId?: components["schemas"]["MemberId"];
        };
        PlaybookList: {
            /** @description In the order of the gallery. */
            data: {
                code: components["schemas"]["Code"];
                /** @description What people read, in the language of Accept-Language. */
                name: string;
                /** @description What it does, and what it wants of the programme. */
                about: string;
                /** @description Kind of story. */
                lifecycle: string;
                /** @description Segments that come with it where the programme lacks them. */
                segments: components["schemas"]["Code"][];
                /** @description The programme has a campaign of this code. */
                isUsed: boolean;
            }[];
            /** @description There is one page. */
            nextCursor: null;
        };
        PlaybookUse: {
            campaign?: components["schemas"]["Code"] & unknown;
        };
        CampaignFlow: {
            campaign: components["schemas"]["Code"];
            /**
             * Format: date-time
             * @description Of when it is.
             */
            at: string;
            /** @description True of a very large campaign: its numbers are estimates. */
            sampled: boolean;
            entry: components["schemas"]["FlowPlace"];
            heldOut: components["schemas"]["FlowPlace"];
            /** @description From the top. */
            steps: components["schemas"]["FlowStep"][];
            /** @description In the last seven days. */
            enteredLately: number;
            /**
             * Format: date-time
             * @description When members are looked for next; null where an event brings them.
             */
            nextLookAt: string | null;
            nextStep: {
                /**
                 * Format: date-time
                 * @description When the first wait ends by itself.
                 */
                at: string;
                /** @description Of how many one ends on that day of the programme. */
                members: number;
            } | null;
            queue: {
                /** @description Messages that wait to leave. */
                waiting: number;
                /** @description Of them within 24 hours. */
                withinADay: number;
                /**
                 * Format: date-time
                 * @description The first.
                 */
                firstAt: string | null;
                /**
                 * Format: date-time
                 * @description When the first is of no use any more.
                 */
                firstDeadline: string | null;
            };
            /** @description Who came since it was paused; null of one that is not. */
            joinedInPause: number | null;
            versions: {
                version: number;
                /**
                 * Format: date-time
                 * @description When it was applied.
                 */
                createdAt: string;
                /** @description With it. */
                entered: number;
                /** @description With it. */
                inside: number;
            }[];
            messages: {
                /** @description Its name. */
                template: string;
                /** @description Languages it is written in. */
                locales: string[];
            }[];
            /** @description The plan of a journey read aloud, from the top; null of other lifecycles. */
            told: {
                /** @description How deep it stands in paths. */
                depth: number;
                /** @description In the first language of Accept-Language that the product speaks. */
                text: string;
                /** @description Of a step: its name. */
                step?: string;
                /** @description Of a way out of a step: its name. */
                path?: string;
            }[] | null;
        };
        FlowPlace: {
            /** @description Members who came here: the sum of the other three. */
            came: number;
            /** @description Here now. */
            here: number;
            /** @description Whose story ended here. */
            ended: number;
            /** @description To another step. */
            wentOn: number;
        };
        FlowStep: {
            /** @description Of the step. */
            name: string;
            /** @description message, grant, coupon, review, clawback; more may come. */
            kind: string;
            /** @description Of a message. */
            template?: string;
            came: number;
            here: number;
            ended: number;
            wentOn: number;
            /** @description Times it was done. */
            done: number;
            /** @description Times it was refused or passed over. */
            notDone: number;
        };
        LaunchPlan: {
            campaign: components["schemas"]["Code"];
            /** @description Kind of story. */
            lifecycle: string;
            /** @description Of which version. */
            version: number;
            /** @description A journey in sentences; null of a lifecycle. */
            told: string | null;
            /** @description Who comes in at launch or by the calendar; null where members come one by one. */
            audience: components["schemas"]["Audience"] | null;
            /** @description Members of the audience that get nothing, by lot; null where members come one by one. */
            holdOut: number | null;
            /** @description The most that one member can get; null where only the lifecycle knows. */
            perMember: components["schemas"]["LaunchCost"] | null;
            /** @description The most that the audience can get, as far as the budget allows. */
            inAll: components["schemas"]["LaunchCost"] | null;
            /** @description Limit by limit. */
            budget: {
                /**
                 * @description Of what.
                 * @enum {string}
                 */
                of: "points" | "coupons" | "messages" | "worth" | "members";
                /** @description At most; worth in minor units. */
                limit: number;
                /** @description Given, and promised to those inside. */
                used: number;
                /** @description Members more; null of what a member gets nothing of. */
                enoughFor: number | null;
            }[];
            /**
             * Format: date-time
             * @description When the first message may leave; null where that depends on the member.
             */
            firstMessageAt: string | null;
            /** @description The same where the members live, most of them first. */
            zones: {
                /** @description Where members live; null of all zones that are not named. */
                zone: string | null;
                /** @description How many. */
                members: number;
                /**
                 * Format: date-time
                 * @description When the first message may leave for them.
                 */
                leavesAt: string;
            }[];
            /** @description Null where it has none. */
            pace: {
                /** @description Enrolments an hour at most. */
                perHour: number;
                /** @description Hours that the audience takes. */
                hours: number;
            } | null;
            /** @description Campaigns that run beside it. */
            others: {
                campaign: components["schemas"]["Code"];
                /** @description Lower goes first. */
                priority: number;
                /** @description Members inside. */
                inside: number;
                /** @description Members of the audience that are inside. */
                alsoIn: number;
            }[];
            /** @description What was looked at, what stops it first. */
            checks: {
                /**
                 * @description What was looked at; more will come.
                 * @enum {string}
                 */
                code: "messages" | "audience" | "reach" | "budget" | "members" | "approval" | "hold-out" | "overlap" | "advice";
                /**
                 * @description A stop keeps it from going live, a note never does.
                 * @enum {string}
                 */
                kind: "stop" | "note" | "passed";
                /** @description What came of it. */
                message: string;
                /** @description What helps. */
                fix: string | null;
                /** @description What the message is made of. */
                values: {
                    [key: string]: string | number;
                };
            }[];
            /** @description Nothing stops it. */
            canLaunch: boolean;
        };
        LaunchCost: {
            /** @description Points. */
            points: number;
            /** @description Coupons. */
            coupons: number;
            /** @description Messages. */
            messages: number;
            /** @description What the coupons cost, in minor units. */
            worth: number;
            /** @description What the points are worth at the checkout, in minor units; null where they can not be used there. */
            pointsWorth: number | null;
        };
        WaitingMemberPage: {
            data: components["schemas"]["WaitingMember"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        WaitingMember: {
            /** @description Id of the enrolment. Opaque. */
            id: string;
            memberId: components["schemas"]["MemberId"];
            /** @description Of the campaign. */
            version: number;
            /** @description The last one the member came to; null before the first. */
            step: string | null;
            /** @description The story runs and does nothing. */
            heldOut: boolean;
            /** @description The story does not fit its record, and waits for other code. */
            blocked: boolean;
            /**
             * Format: date-time
             * @description When the member entered.
             */
            since: string;
            /**
             * Format: date-time
             * @description When the wait ends by itself; null where only an event ends it.
             */
            until: string | null;
        };
        EnrolmentPage: {
            data: components["schemas"]["Enrolment"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        MessagePage: {
            data: components["schemas"]["Message"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        Message: {
            /** @description Id of the message. Opaque. */
            id: string;
            memberId: components["schemas"]["MemberId"];
            campaign: components["schemas"]["Code"] | null;
            /** @description Id of the enrolment. Opaque. */
            enrolmentId?: string;
            /** @description email, inbox, sms, wechat or push. */
            channel: string;
            /**
             * @description Decides consent, quiet hours and caps.
             * @enum {string}
             */
            class: "marketing" | "service" | "transactional";
            /** @description Its name. */
            template: string;
            /** @description Language. */
            locale: string;
            /**
             * @description Where it stands.
             * @enum {string}
             */
            status: "reserved" | "sending" | "sent" | "bounced" | "suppressed" | "skipped" | "dropped" | "failed" | "unknown";
            /** @description Why it did not go. */
            reason?: string | null;
            /** @description The same in the language of Accept-Language. */
            reasonText?: string | null;
            /** @description As sent. */
            subject?: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            reservedAt: string;
            /**
             * Format: date-time
             * @description When.
             */
            notBefore: string;
            /**
             * Format: date-time
             * @description When it is too late.
             */
            deadline?: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            sentAt?: string | null;
            /**
             * Format: date-time
             * @description When the provider of its channel said that it had come.
             */
            deliveredAt?: string | null;
            /** @description What the provider of its channel calls it. */
            providerId?: string | null;
            /** @description Tries. */
            attempts?: number;
            /** @description What providers told of it since, latest first. */
            reports?: {
                /** @description bounce, complaint and the like. */
                type: string;
                /** @description The address is gone for good. */
                hard: boolean;
                /** @description What the server there answered. */
                detail: string;
                /**
                 * Format: date-time
                 * @description When.
                 */
                at: string;
            }[];
        };
        MessageReasons: {
            /** @description Most first. */
            reasons: {
                /** @description Where these stand. */
                status: string;
                /** @description Why; figures are left out. Takes the place of `reason` in the list. */
                reason: string | null;
                /** @description The same in the language of Accept-Language. */
                text: string | null;
                count: number;
            }[];
            /** @description A campaign has more of one status than are looked at. */
            partial: boolean;
        };
        SuppressionPage: {
            data: components["schemas"]["Suppression"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        Suppression: {
            /** @description Id of the suppression. Opaque. */
            id: string;
            /** @description email, sms, wechat or push. */
            channel: string;
            /** @description Address. */
            address: string;
            /** @description Why nothing goes there. */
            reason: string;
            /**
             * Format: date-time
             * @description When.
             */
            since: string;
        };
        SuppressionInput: {
            /** @description E-mail address, number with its country, OpenID or token, however it is written. */
            address: string;
            /**
             * @description What it is an address of; email when absent.
             * @enum {string}
             */
            channel?: "email" | "sms" | "wechat" | "push";
            /** @description Why, in words that the audit and the timeline keep. */
            reason: string;
        };
        Programme: {
            code: components["schemas"]["Code"];
            /** @description What people read. */
            name: string;
            /** @description What a point is called. */
            asset: string;
            currency: components["schemas"]["Currency"];
            /** @description IANA zone. */
            zone: string;
            /** @description Which rules of the programme: 1 for the first, one more with each change. It is the ETag of the programme, too. */
            rulesVersion: number;
            definition: components["schemas"]["ProgrammeInput"];
            rules: string[];
            counts: {
                /** @description Active ones. */
                members: number;
                /** @description Available, pending and held. */
                outstandingPoints: number;
            };
            /**
             * Format: date-time
             * @description The clock that all rules go by.
             */
            now: string;
            changes?: string[];
            effect?: components["schemas"]["ProgrammeEffect"];
        };
        /** @description The programme file as JSON; YAML is taken too. */
        ProgrammeInput: {
            code?: components["schemas"]["Code"] & unknown;
            /** @description What people read; one text, or one for each language. */
            name: string | {
                [key: string]: string;
            };
            currency: components["schemas"]["Currency"];
            /** @description IANA zone. */
            zone: string;
            earning: {
                [key: string]: unknown;
            };
            /** @description What points are worth at the checkout; without it none can be used there. */
            redemption?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description With dryRun: what the orders of the last 30 days would have come to. */
        ProgrammeEffect: {
            /**
             * Format: date-time
             * @description The first instant that is counted.
             */
            from: string;
            /**
             * Format: date-time
             * @description Until then.
             */
            to: string;
            /** @description Of very many orders the latest 50,000 are counted. */
            isPart: boolean;
            /** @description Of these days, as they stand; cancelled ones are left out. */
            orders: number;
            /** @description What they come to by the rules in force, for members of the tiers of today. */
            pointsBefore: number;
            /** @description And by the new ones. */
            pointsAfter: number;
            /** @description What all changes come to together. */
            all: {
                /** @description Whose points would differ. */
                orders: number;
                /** @description Whose orders these are. */
                members: number;
                /** @description More, or fewer. */
                points: number;
            };
            /** @description What each change of the rules for orders comes to alone. */
            changes: {
                /**
                 * @description The part of the rules.
                 * @enum {string}
                 */
                topic: "rate" | "steps" | "calendar" | "maxMultiplier" | "tiers";
                /** @description Whose points would differ. */
                orders: number;
                /** @description Whose orders these are. */
                members: number;
                /** @description More, or fewer. */
                points: number;
            }[];
            /** @description The ten orders whose points would differ most. */
            largest: {
                orderId: components["schemas"]["OrderId"];
                memberId: components["schemas"]["MemberId"];
                /** @description What it comes to. In minor units of the currency. */
                amountMinor: number;
                /** @description By the rules in force. */
                pointsBefore: number;
                /** @description By the new ones. */
                pointsAfter: number;
            }[];
        };
        Overview: {
            /**
             * Format: date-time
             * @description The first instant that is counted: the beginning of a day.
             */
            from: string;
            /**
             * Format: date-time
             * @description Now: the last day is not over.
             */
            to: string;
            members: {
                total: number;
                /** @description In these days. */
                joined: number;
            };
            points: {
                /** @description Available, pending and held. */
                outstanding: number;
                available: number;
                pending: number;
                held: number;
                /** @description Owed by members. */
                debt: number;
                /** @description Of a very large programme these are estimates, right within a few per cent. */
                estimated: boolean;
            };
            /** @description Oldest first. */
            days: components["schemas"]["DayOfPoints"][];
            /** @description In as many days to come. */
            expiring: {
                points: number;
                members: number;
                /**
                 * Format: date-time
                 * @description Before then.
                 */
                until: string;
            };
            /** @description Asked for in these days. */
            messages: {
                sent: number;
                waiting: number;
                bounced: number;
                /** @description Each with its reason. */
                notSent: number;
            };
            reviews: {
                open: number;
                /**
                 * Format: date-time
                 * @description When the oldest was opened.
                 */
                oldestAt: string | null;
            };
            webhooks: {
                disabled: number;
                /** @description Deliveries. */
                waiting: number;
            };
        };
        DayOfPoints: {
            /**
             * Format: date
             * @description Of the programme.
             */
            date: string;
            issued: number;
            /** @description Of it, for orders. */
            issuedByOrders: number;
            /** @description Without what was given back. */
            redeemed: number;
            /** @description For returns. */
            takenBack: number;
            expired: number;
        };
        LedgerTotals: {
            /**
             * @description source, day or month.
             * @enum {string}
             */
            by: "source" | "day" | "month";
            data: {
                /** @description The source, or the day or month of the programme's zone. */
                key: string;
                /** @description Points. */
                issued: number;
                /** @description Less what was given back. */
                redeemed: number;
                /** @description Expired, lapsed or forfeited. */
                expired: number;
                /** @description Less what was written off of it. */
                clawedBack: number;
                /** @description Points. */
                adjusted: number;
            }[];
            /** @description Available, pending and held, less debt: now, whatever the period. */
            outstanding: number;
            /** @description What that is worth at the checkout, before breakage. In minor units of the currency. */
            liabilityMinor?: number;
        };
        LedgerVerification: {
            /**
             * @description What was found, or that a worker is at it.
             * @enum {string}
             */
            status: "running" | "holds" | "broken";
            /**
             * Format: date-time
             * @description When it was last proved; of a broken one, when that was found; of a running one, when it was asked for.
             */
            at: string;
            violations: {
                /** @description Of the invariant, or of the seal. */
                name: string;
                /**
                 * Format: date-time
                 * @description When.
                 */
                foundAt: string;
            }[];
            /** @description Id of the last sealed transaction. Opaque. */
            sealedThrough: string | null;
            /** @description Hash of the chain; keep it elsewhere. */
            head: string | null;
        };
        Adjustment: {
            /** @description Id of the adjustment. Opaque. */
            id: string;
            /**
             * @description Waiting for a second person.
             * @enum {string}
             */
            status: "waiting" | "booked" | "rejected";
            memberId: components["schemas"]["MemberId"];
            /** @description As asked. */
            points: number;
            /** @description Why, in words that the audit and the timeline keep. */
            reason: string;
            /** @description Id of what was booked. Opaque. */
            transactionId?: string;
            /** @description Id of the case that a second person decides. Opaque. */
            reviewId?: string;
            /**
             * Format: date-time
             * @description When.
             */
            createdAt: string;
        };
        AdjustmentInput: {
            memberId: components["schemas"]["MemberId"];
            /** @description Positive gives a lot, negative takes from the earliest; not 0. */
            points: number;
            /**
             * Format: date-time
             * @description End of the lot. Absent: by the policy of the programme.
             */
            expiresAt?: string | null;
            /** @description Why, in words that the audit and the timeline keep. */
            reason: string;
        };
        Reversal: {
            /** @description Id of the reversal. Opaque. */
            id: string;
            /**
             * @description Where it stands.
             * @enum {string}
             */
            status: "running" | "done" | "cancelled";
            campaign: components["schemas"]["Code"];
            /**
             * Format: date-time
             * @description From then on.
             */
            since: string;
            /**
             * Format: date-time
             * @description And before then.
             */
            until: string;
            what: ("points" | "coupons")[];
            /** @description Why, in words that the audit and the timeline keep. */
            reason: string;
            /** @description Nothing was changed. */
            dryRun: boolean;
            /** @description Id of the dry run that it confirms. Opaque. */
            confirms?: string;
            /** @description Members of the campaign who have been gone through. */
            members: number;
            /** @description Grants found. */
            grants: number;
            /** @description Points of those grants. */
            granted: number;
            /** @description Points taken back, unspent first. */
            takenBack: number;
            /** @description Points that had been spent: they stay spent. What a return brings back is taken back then. */
            spent: number;
            /** @description Points on hold: what is released is taken back then. */
            held: number;
            /** @description Points that had expired or been taken back before. */
            gone: number;
            /** @description Coupons withdrawn. */
            coupons: number;
            /** @description Coupons that had been used. */
            couponsUsed: number;
            /** @description Coupons that had expired or been withdrawn before. */
            couponsOver: number;
            /** @description Messages that were sent: they can't be taken back. */
            messages: number;
            /** @description Grants that could not be taken back whole, most spent first; 100 at most. */
            leftovers: {
                memberId: components["schemas"]["MemberId"];
                /**
                 * @description What was granted.
                 * @enum {string}
                 */
                kind: "points" | "coupon";
                /** @description Points; 1 of a coupon. */
                granted: number;
                /** @description Points; 1 of a coupon. */
                spent: number;
                /** @description Points. */
                held: number;
                orderId?: components["schemas"]["OrderId"] & unknown;
                coupon?: components["schemas"]["CouponCode"];
            }[];
            /** @description How many there are. */
            leftoversTotal: number;
            /** @description Why it was not carried out. */
            cancelledReason?: string;
            /**
             * Format: date-time
             * @description When.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was over.
             */
            finishedAt?: string;
        };
        ReversalInput: {
            campaign: components["schemas"]["Code"];
            /**
             * Format: date-time
             * @description What it granted from then on.
             */
            since: string;
            /**
             * Format: date-time
             * @description And before then. Absent: now.
             */
            until?: string;
            /** @description Absent: both. */
            what?: ("points" | "coupons")[];
            /** @description Why, in words that the audit and the timeline keep. */
            reason: string;
            /**
             * @description Say what would come of it.
             * @default true
             */
            dryRun: boolean;
            /** @description Id of the dry run whose figures must still hold; dryRun: false needs it. Opaque. */
            confirms?: string;
        };
        CouponPage: {
            data: components["schemas"]["Coupon"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        CouponRedeemInput: {
            orderId: components["schemas"]["OrderId"];
            /** @description The goods before the coupon. In minor units of the currency. */
            amountMinor: number;
            memberId?: components["schemas"]["MemberId"];
        };
        ReferralCasePage: {
            data: components["schemas"]["ReferralCase"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        ReferralCase: {
            /** @description Id of the invitation. Opaque. */
            id: string;
            memberId: components["schemas"]["MemberId"];
            friendId: components["schemas"]["MemberId"];
            /**
             * @description How far it has come.
             * @enum {string}
             */
            status: "joined" | "review" | "waiting" | "approved" | "paid" | "friend_only" | "refused" | "returned";
            reasons: string[];
            /**
             * Format: date-time
             * @description When.
             */
            registeredAt: string;
            /**
             * Format: date-time
             * @description When.
             */
            changedAt: string;
            /**
             * Format: date-time
             * @description Until when.
             */
            waitsUntil?: string | null;
            orderId?: components["schemas"]["OrderId"] | null;
            /** @description What the member got. */
            rewardPoints?: number;
        };
        ReviewPage: {
            data: components["schemas"]["Review"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        Review: {
            /** @description Id of the case. Opaque. */
            id: string;
            /** @description What is decided. */
            subject: string;
            memberId: components["schemas"]["MemberId"];
            campaign: components["schemas"]["Code"] | null;
            reasons: string[];
            /** @description The evidence. */
            facts: {
                [key: string]: unknown;
            };
            /**
             * @description Where it stands.
             * @enum {string}
             */
            status: "open" | "approved" | "rejected";
            /**
             * Format: date-time
             * @description When.
             */
            openedAt: string;
            /**
             * Format: date-time
             * @description When.
             */
            decidedAt?: string | null;
            /** @description Who. */
            decidedBy?: string | null;
            /** @description Why. */
            note?: string | null;
        };
        DecisionInput: {
            /** @description What is decided. */
            approved: boolean;
            /** @description Why. */
            note?: string;
        };
        Import: {
            /** @description Id of the import. Opaque. */
            id: string;
            /**
             * @description What is in the file.
             * @enum {string}
             */
            kind: "orders" | "members";
            /**
             * @description Where it stands.
             * @enum {string}
             */
            status: "queued" | "running" | "finished" | "failed" | "cancelled";
            /** @description Nothing was written. */
            dryRun: boolean;
            /** @description As it was called where it came from. */
            fileName?: string;
            /** @description The file is kept here, and can be read once more. */
            hasFile: boolean;
            readAs?: components["schemas"]["ImportReading"];
            /** @description Line ends of the file: about the rows there are. */
            linesTotal?: number;
            /** @description Who sent it: a key. */
            createdBy?: string;
            /** @description What became of the rows. */
            counts: {
                /** @description Rows read so far: the sum of the next four. */
                lines: number;
                /** @description Taken. */
                imported: number;
                /** @description Here before. */
                duplicates: number;
                /** @description See rejects. */
                rejected: number;
                /** @description Of orders: no purchase by their status. */
                leftOut: number;
                /** @description Members who were not known. */
                newMembers: number;
                /** @description Points that came in. */
                pointsGiven: number;
                /** @description Of members: points whose end had passed, which were not brought along. */
                lapsedPoints: number;
            };
            problem?: components["schemas"]["ImportProblem"];
            /**
             * Format: date-time
             * @description When.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When.
             */
            finishedAt?: string | null;
        };
        /** @description How the file is read; absent until that is found out. */
        ImportReading: {
            /** @description csv, ndjson, or whose export it is. */
            format: string;
            /** @description How its letters are encoded. */
            encoding: string;
            /** @description What stands between its cells; null of NDJSON. */
            delimiter: string | null;
            /** @description What 05/01/2026 means; null where no date could be read in two ways. */
            dates: string | null;
            /** @description Of orders: what stands before the cents. */
            decimal: string | null;
            /** @description Of times that name none. */
            zone: string;
            /** @description Of orders: what several rows of one order are; null where each is an order. */
            lines: string | null;
            /** @description What the file calls each field that is read. */
            columns: {
                [key: string]: string;
            };
            /** @description Columns that are not read. */
            unread: string[];
            /** @description Its columns, in their order. */
            header: string[];
        };
        /** @description Why it failed. */
        ImportProblem: {
            /** @description A code of the registry; it never changes its meaning. */
            code: string;
            /** @description What happened here. */
            detail?: string;
            /** @description The field, query parameter or header at fault, with dots between. */
            field?: string;
            /** @description What to do about it. */
            fix?: string;
        };
        ImportPage: {
            data: components["schemas"]["Import"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        RejectPage: {
            data: components["schemas"]["Reject"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        Reject: {
            /** @description Of the file. */
            line: number;
            /** @description At fault. */
            field?: string;
            /** @description As written. */
            value?: string;
            /** @description Of the registry. */
            code: string;
            /** @description What is wrong. */
            detail: string;
            /** @description What to do. */
            fix?: string;
            /** @description The row as it stood in the file. */
            row: string;
            /** @description Its cells, in the order of `readAs.header`; of NDJSON the whole line. */
            cells: string[];
        };
        ImportAgainInput: {
            /** @description Check everything, say what would change, change nothing. */
            dryRun?: boolean;
            /** @description Of orders: move all dates so that the last one is on this day. */
            shiftTo?: string;
            /**
             * @description Of orders: whose export it is, where its header does not tell.
             * @enum {string}
             */
            format?: "shopify" | "woocommerce" | "magento" | "square" | "amazon" | "odoo";
            /** @description How its letters are encoded. */
            encoding?: string;
            /**
             * @description What stands between its cells.
             * @enum {string}
             */
            delimiter?: "," | ";" | "tab" | "|";
            /**
             * @description What 05/01/2026 means.
             * @enum {string}
             */
            dates?: "dmy" | "mdy" | "ymd";
            /**
             * @description Of orders: what stands before the cents.
             * @enum {string}
             */
            decimal?: "." | ",";
            /**
             * @description Of orders: what several rows of one order are.
             * @enum {string}
             */
            lines?: "sum" | "first";
            /** @description IANA zone of times that name none. */
            zone?: string;
            /** @description Of orders: what columns are called, as `order_id=Bestellnummer`. */
            map?: string[];
        };
        ExportInput: {
            /**
             * @description member is all of one person; everything is a .tar.gz of all the others.
             * @enum {string}
             */
            kind: "member" | "members" | "orders" | "events" | "transactions" | "coupons" | "messages" | "everything";
            memberId?: components["schemas"]["MemberId"];
            /**
             * @description html for one member only.
             * @default ndjson
             * @enum {string}
             */
            format: "ndjson" | "csv" | "html";
            /** @description The filters of the list of that kind. */
            filter?: {
                [key: string]: string;
            };
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
        AuditEntryPage: {
            data: components["schemas"]["AuditEntry"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        AuditEntry: {
            /** @description Id of the entry. Opaque. */
            id: string;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description A key, a person at the command line, the product. */
            actor: string;
            /** @description Noun and verb, such as redemption.release. */
            action: string;
            /** @description Its id. */
            target: string;
            /** @description Fields that changed, before; personal data is left out. */
            before?: unknown;
            /** @description And after. */
            after?: unknown;
            /** @description Why, in words that the audit and the timeline keep. */
            reason?: string;
            /** @description Of the request. */
            requestId: string | null;
        };
        Health: {
            /**
             * @description The worst of them.
             * @enum {string}
             */
            status: "ok" | "degraded" | "failing";
            checks: {
                /** @description Of the check. */
                name: string;
                /**
                 * @description ok, degraded or failing.
                 * @enum {string}
                 */
                status: "ok" | "degraded" | "failing";
                /** @description What was found. */
                detail: string;
                /** @description What to do. */
                fix?: string;
            }[];
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
            /**
             * @description Only active ones earn and redeem.
             * @enum {string}
             */
            status: "active" | "suspended" | "closed" | "merged" | "erased";
            /** @description E-mail address. */
            email: string | null;
            /**
             * Format: date
             * @description A date.
             */
            birthday: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            joinedAt: string;
            /** @description Consent to marketing, by channel. */
            consent: {
                /** @description To marketing by mail; null was never asked. */
                email: boolean | null;
                /** @description To marketing in the inbox; null was never asked. */
                inbox: boolean | null;
                /** @description By SMS. */
                sms?: boolean | null;
                /** @description By WeChat. */
                wechat?: boolean | null;
                /** @description By push. */
                push?: boolean | null;
            };
            /**
             * @description waiting: something is given when the member activates the card.
             * @enum {string}
             */
            activation: "waiting" | "done" | "none";
            /** @description What checking in would do. */
            checkIn: {
                /**
                 * @description open: today's is to come; off: none are taken.
                 * @enum {string}
                 */
                state: "open" | "done" | "off";
                /** @description null of who never checked in. */
                next: {
                    /** @description Of the streak. */
                    day: number;
                    /** @description It will bring. */
                    points: number;
                } | null;
                /**
                 * Format: date-time
                 * @description When the streak ends without another one.
                 */
                losesAt: string | null;
            };
            /** @description In the inbox; 1,000 at most. */
            unreadMessages: number;
            /** @description What the token may do beside reading. */
            may: {
                checkIn: boolean;
                edit: boolean;
            };
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
        MyProgramme: {
            /** @description In the language of Accept-Language. */
            name: string;
            /** @description What a point is called. */
            asset: string;
            currency: components["schemas"]["Currency"];
            /** @description IANA zone of its calendar. */
            zone: string;
            /** @description Where the shop is. */
            shopUrl: string | null;
            /** @description Days until the points of an order can be spent. */
            pendingDays: number;
            /** @description What an order brings. */
            earning: {
                /** @description So many */
                points: number;
                /** @description for so much money, in minor units. */
                perMinor: number;
                /** @description What the member's tier makes of it. */
                tierMultiplier: number;
                /** @description What is above counts more. */
                steps: {
                    aboveMinor: number;
                    multiplier: number;
                }[];
                /** @description Days that count more. */
                calendar: {
                    /** @enum {string} */
                    kind: "dayOfMonth" | "weekend" | "birthdayMonth";
                    /** @description Of dayOfMonth. */
                    day?: number;
                    multiplier: number;
                }[];
            };
            /** @description What else brings points. */
            tasks: {
                /** @description Its type. */
                event: string;
                /** @description What it brings. */
                points: number;
                /**
                 * @description How often.
                 * @enum {string}
                 */
                once: "event" | "day" | "ever";
            }[];
            /** @description What points are worth at the checkout. */
            redemption: {
                /** @description So many are worth */
                points: number;
                /** @description this, in minor units. */
                perMinor: number;
            } | null;
            /** @description What a complete profile has. */
            profileFields: string[];
        };
        /** @description null clears a field, an absent one stays. */
        MePatch: {
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
            /** @description Language, such as en or zh-CN. */
            locale?: string | null;
            /** @description Consent to marketing, by channel. */
            consent?: {
                /** @description May marketing be sent there? */
                email?: boolean;
                /** @description May it lie in the inbox of the member's page? */
                inbox?: boolean;
                /** @description The same by SMS. */
                sms?: boolean;
                /** @description By WeChat. */
                wechat?: boolean;
                /** @description By push. */
                push?: boolean;
            };
        };
        MyMessagePage: {
            data: components["schemas"]["MyMessage"][];
            /** @description null on the last page. */
            nextCursor: string | null;
            /** @description New ones in the whole inbox; 1,000 at most. */
            unread: number;
        };
        MyMessage: {
            /** @description Id of the message. Opaque. */
            id: string;
            /**
             * @description What it is for.
             * @enum {string}
             */
            class: "marketing" | "service" | "transactional";
            /** @description The language it is written in. */
            locale: string;
            /** @description One line. */
            subject: string;
            /** @description Plain text; addresses in it begin with https:// or http://. */
            text: string;
            /**
             * Format: date-time
             * @description When.
             */
            sentAt: string;
            /**
             * Format: date-time
             * @description When it was first read; null of a new one.
             */
            readAt: string | null;
        };
        ConnectionPage: {
            data: components["schemas"]["Connection"][];
            /** @description null on the last page. */
            nextCursor: string | null;
        };
        Connection: {
            /** @description Id of the connection. Opaque. */
            id: string;
            /**
             * @description Of the shop or provider.
             * @enum {string}
             */
            kind: "shopify" | "woocommerce" | "ses" | "postmark" | "mailgun" | "sendgrid" | "mailjet" | "channel";
            /** @description Only when it was made for a channel: shown once. */
            secret?: string;
            /** @description For people. */
            name: string | null;
            /** @description Where the shop sends its webhooks. */
            path: string;
            settings: components["schemas"]["ConnectionSettings"];
            /**
             * Format: date-time
             * @description When the shop last called, to the minute.
             */
            lastCallAt: string | null;
            /** @description The last call that was not understood. */
            lastProblem: {
                /** Format: date-time */
                at: string;
                /** @description What the call was about. */
                topic: string;
                /** @description A code of the registry. */
                code: string;
                /** @description Where. */
                field: string;
                /** @description What is wrong. */
                message: string;
                /** @description What to do. */
                fix: string;
            } | null;
            /** @description Orders of which a part could not be taken, the latest 20; of one connection. */
            problems?: {
                orderId: string;
                eventId: string;
                /** Format: date-time */
                at: string;
                /** @description A code of the registry. */
                code: string;
                /** @description Where. */
                field: string;
                /** @description What is wrong. */
                message: string;
                /** @description What to do. */
                fix: string;
            }[];
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
        };
        ConnectionSettings: {
            /**
             * @description What of an order earns.
             * @enum {string}
             */
            amountOf?: "goods" | "goods_and_shipping" | "total";
            /**
             * @description As the shop shows its prices, or without tax.
             * @enum {string}
             */
            taxes?: "as_shown" | "excluded";
            /**
             * @description When an order counts.
             * @enum {string}
             */
            placedWhen?: "paid" | "completed";
            /**
             * @description Orders without a customer.
             * @enum {string}
             */
            guests?: "ignore" | "by_email";
            /**
             * @description Who buys and is no member yet joins, or their orders wait.
             * @enum {string}
             */
            customers?: "join" | "wait";
            /** @description Take them. */
            testOrders?: boolean;
            /** @description Products that do not earn, by id or SKU, such as gift cards of a shop that does not mark them. */
            excludedProducts?: string[];
            /** @description Of SES: the SNS topic whose messages are taken. */
            topicArn?: string;
            /** @description Of a channel: where texts are posted. */
            url?: string;
            /** @description Of a channel: what it sends. */
            channels?: ("sms" | "wechat" | "push")[];
            /** @description Of a channel: texts a second at most. */
            perSecond?: number;
        };
        ConnectionInput: {
            /**
             * @description Of the shop or provider.
             * @enum {string}
             */
            kind: "shopify" | "woocommerce" | "ses" | "postmark" | "mailgun" | "sendgrid" | "mailjet" | "channel";
            /** @description With which calls are signed; kept encrypted. SES has none; of a channel one is made when absent. */
            secret?: string;
            /** @description For people. */
            name?: string;
            settings?: components["schemas"]["ConnectionSettingsInput"];
        };
        ConnectionSettingsInput: {
            /**
             * @description What of an order earns.
             * @enum {string}
             */
            amountOf?: "goods" | "goods_and_shipping" | "total";
            /**
             * @description As the shop shows its prices, or without tax.
             * @enum {string}
             */
            taxes?: "as_shown" | "excluded";
            /**
             * @description When an order counts.
             * @enum {string}
             */
            placedWhen?: "paid" | "completed";
            /**
             * @description Orders without a customer.
             * @enum {string}
             */
            guests?: "ignore" | "by_email";
            /**
             * @description Who buys and is no member yet joins, or their orders wait.
             * @enum {string}
             */
            customers?: "join" | "wait";
            /** @description Take them. */
            testOrders?: boolean;
            /** @description Products that do not earn, by id or SKU, such as gift cards of a shop that does not mark them. */
            excludedProducts?: string[];
            /** @description Of SES: the SNS topic whose messages are taken. */
            topicArn?: string;
            /** @description Of a channel: where texts are posted. */
            url?: string;
            /** @description Of a channel: what it sends. */
            channels?: ("sms" | "wechat" | "push")[];
            /** @description Of a channel: texts a second at most. */
            perSecond?: number;
        };
        ConnectionPatch: {
            /** @description New one. */
            secret?: string;
            /** @description For people. */
            name?: string | null;
            settings?: components["schemas"]["ConnectionSettingsInput"] & unknown;
        };
        ConnectAnswer: {
            /** @description What was made of it. */
            events: components["schemas"]["EventAnswer"][];
            /** @description Why nothing was. */
            ignored: string | null;
        };
        MailConnectAnswer: {
            /** @description What was made of it. */
            reports: {
                /** @description Of the provider's event. */
                id: string;
                /**
                 * @description Unmatched: its mail is not known yet.
                 * @enum {string}
                 */
                status: "taken" | "duplicate" | "unmatched";
                /** @description Nothing goes to the address any more. */
                suppressed: boolean;
            }[];
            /** @description Why nothing was. */
            ignored: string | null;
        };
        ChannelReportAnswer: {
            /** @description Of the call. */
            id: string;
            /**
             * @description Each report counts once.
             * @enum {string}
             */
            status: "taken" | "duplicate";
            /** @description Nothing goes to the address any more. */
            suppressed: boolean;
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
    quoteOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteInput"];
            };
        };
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
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
    listRedemptions: {
        parameters: {
            query?: {
                /** @description Only of this member. */
                memberId?: components["schemas"]["MemberId"] & unknown;
                /** @description Only of this order. */
                orderId?: components["schemas"]["OrderId"] & unknown;
                /** @description Only these. */
                status?: ("held" | "captured" | "released" | "expired" | "refunded")[];
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
                    "application/json": components["schemas"]["RedemptionPage"];
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
    createRedemption: {
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
                "application/json": components["schemas"]["RedemptionInput"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redemption"];
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
    getRedemption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                redemptionId: string;
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
                    "application/json": components["schemas"]["Redemption"];
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
    captureRedemption: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                redemptionId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CaptureInput"];
            };
        };
        responses: {
            /** @description Captured. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redemption"];
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
    releaseRedemption: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                redemptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Released; a second call changes nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redemption"];
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
    refundRedemption: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                redemptionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundInput"];
            };
        };
        responses: {
            /** @description Refunded, wholly or in part. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redemption"];
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
    listMembers: {
        parameters: {
            query?: {
                /** @description Part of an id, e-mail address, phone number or name; or a whole order's number, coupon's code or referral code, whose member comes first. */
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
                /** @description Who joined not before this instant. */
                joinedFrom?: string;
                /** @description Who joined before this instant. */
                joinedTo?: string;
                /** @description Who has points that can be spent, or has none. */
                hasBalance?: boolean;
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
    createMerge: {
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
                "application/json": components["schemas"]["MergeInput"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merge"];
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
    getMerge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                mergeId: string;
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
                    "application/json": components["schemas"]["Merge"];
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
    undoMerge: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                mergeId: string;
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
                    "application/json": components["schemas"]["Merge"];
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
    listErasures: {
        parameters: {
            query?: {
                /** @description Only these. */
                status?: ("scheduled" | "running" | "done" | "withdrawn")[];
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
                    "application/json": components["schemas"]["ErasurePage"];
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
    createErasure: {
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
                "application/json": components["schemas"]["ErasureInput"];
            };
        };
        responses: {
            /** @description It was taken and is being worked on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
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
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                erasureId: string;
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
                    "application/json": components["schemas"]["Erasure"];
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
    withdrawErasure: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                erasureId: string;
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
                    "application/json": components["schemas"]["Erasure"];
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
    getTimeline: {
        parameters: {
            query?: {
                /** @description The language of the texts; what Accept-Language asks for when absent, else English. */
                locale?: "en" | "zh-CN";
                /** @description Rows of a page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters. */
                cursor?: string;
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
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineEntryPage"];
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
    getMemberTotals: {
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
            /** @description The sums. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PointsTotals"];
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
    listEndpoints: {
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
                    "application/json": components["schemas"]["WebhookEndpointPage"];
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
    createEndpoint: {
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
                "application/json": components["schemas"]["WebhookEndpointInput"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
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
    getEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                endpointId: string;
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
                    "application/json": components["schemas"]["WebhookEndpoint"];
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
    deleteEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone; what waited for it is dropped. */
            204: {
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
    updateEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEndpointPatch"];
            };
        };
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
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
    rotateEndpointSecret: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                endpointId: string;
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
                    "application/json": components["schemas"]["WebhookEndpoint"];
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
    replayNotifications: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayInput"];
            };
        };
        responses: {
            /** @description It was taken and is being worked on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
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
    listNotifications: {
        parameters: {
            query?: {
                /** @description Only these. */
                type?: components["schemas"]["NotificationType"][];
                /** @description Only of this member. */
                memberId?: components["schemas"]["MemberId"] & unknown;
                /** @description Not before this instant. */
                from?: string;
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
            /** @description A page, or a stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationPage"];
                    "text/event-stream": string;
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
    getNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                notificationId: string;
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
                    "application/json": components["schemas"]["Notification"];
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
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Only to this endpoint. */
                endpointId?: string;
                /** @description Only these. */
                status?: ("waiting" | "delivering" | "delivered" | "dead")[];
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
                    "application/json": components["schemas"]["DeliveryPage"];
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
    retryDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                deliveryId: string;
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
                    "application/json": components["schemas"]["Delivery"];
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
    listSegments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentList"];
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
    getSegment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
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
                    "application/json": components["schemas"]["Segment"];
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
    applySegment: {
        parameters: {
            query?: {
                /** @description Check everything, say what would change, change nothing. */
                dryRun?: boolean;
            };
            header?: {
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentInput"];
                "application/yaml": string;
            };
        };
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    deleteSegment: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is not there any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    countSegment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counted now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audience"];
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
    sampleSegment: {
        parameters: {
            query?: {
                /** @description Another draw. */
                seed?: number | null;
            };
            header?: never;
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Drawn by lot. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentSample"];
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
    previewSegment: {
        parameters: {
            query?: {
                /** @description Count the conditions inside it, too. */
                parts?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConditionInput"];
                "application/yaml": string;
            };
        };
        responses: {
            /** @description Asked now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentPreview"];
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
    exportSegment: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was taken and is being worked on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
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
    getSegmentHistory: {
        parameters: {
            query?: {
                /** @description Days to look back, today one of them. */
                days?: number;
            };
            header?: never;
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was seen. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentHistory"];
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
    getSegmentLanguage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentLanguage"];
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
    listCampaigns: {
        parameters: {
            query?: {
                /** @description Only these. */
                status?: ("draft" | "in_review" | "scheduled" | "live" | "paused" | "ended")[];
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
                    "application/json": components["schemas"]["CampaignPage"];
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
    getCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
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
                    "application/json": components["schemas"]["Campaign"];
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
    applyCampaign: {
        parameters: {
            query?: {
                /** @description Check everything, say what would change, change nothing. */
                dryRun?: boolean;
            };
            header?: {
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignInput"];
                "application/yaml": string;
            };
        };
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
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
    launchCampaign: {
        parameters: {
            query?: {
                /** @description Check everything, say what would change, change nothing. */
                dryRun?: boolean;
            };
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
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
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    pauseCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
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
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    resumeCampaign: {
        parameters: {
            query?: {
                /** @description Let go of those who joined during the pause; they do not enter later, either. */
                leaveOutJoiners?: boolean;
            };
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
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
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    cancelCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
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
                    "application/json": components["schemas"]["Campaign"];
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
    submitCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignNoteInput"];
            };
        };
        responses: {
            /** @description As it now is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
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
    approveCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignNoteInput"];
            };
        };
        responses: {
            /** @description As it now is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
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
    sendBackCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
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
                    "application/json": components["schemas"]["Campaign"];
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
    scheduleCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignScheduleInput"];
            };
        };
        responses: {
            /** @description As it now is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
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
    endCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
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
                    "application/json": components["schemas"]["Campaign"];
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
    diffCampaign: {
        parameters: {
            query?: {
                /** @description A version. */
                from?: number;
                /** @description Another. */
                to?: number;
            };
            header?: never;
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What differs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignDiff"];
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
    previewEdit: {
        parameters: {
            query: {
                /** @description What becomes of those inside: new, they keep theirs; move, they go on in the new version where they stand, as far as all they have done is in it; restart, they begin it anew, and nothing that was done is done again. */
                policy: "new" | "move" | "restart";
            };
            header?: never;
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The groups. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EditPreview"];
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
    editCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditInput"];
            };
        };
        responses: {
            /** @description As it now is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
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
    unstageCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
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
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    rollBackCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollbackInput"];
            };
        };
        responses: {
            /** @description As it now is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
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
    enterCampaign: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnteringInput"];
            };
        };
        responses: {
            /** @description What became of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entering"];
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
    getCampaignReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
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
                    "application/json": components["schemas"]["CampaignReport"];
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
    previewMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewInput"];
            };
        };
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
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
    listPlaybooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaybookList"];
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
    usePlaybook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its code. */
                playbook: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaybookUse"];
            };
        };
        responses: {
            /** @description The draft. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
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
    getCampaignFlow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignFlow"];
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
    planCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LaunchPlan"];
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
    listWaitingMembers: {
        parameters: {
            query?: {
                /** @description Only at this step; entry: before the first. */
                step?: string;
                /** @description Only who is held out, or only who is not. */
                heldOut?: boolean;
                /** @description Rows of a page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Its code. */
                code: components["schemas"]["Code"] & unknown;
            };
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
                    "application/json": components["schemas"]["WaitingMemberPage"];
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
    listEnrolments: {
        parameters: {
            query?: {
                /** @description Only of this member. */
                memberId?: components["schemas"]["MemberId"] & unknown;
                /** @description Only of this campaign. */
                campaign?: components["schemas"]["Code"] & unknown;
                /** @description Only these. */
                status?: ("active" | "blocked" | "done" | "exited" | "cancelled" | "failed" | "suppressed" | "skipped")[];
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
                    "application/json": components["schemas"]["EnrolmentPage"];
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
    getEnrolment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id. */
                enrolmentId: string;
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
                    "application/json": components["schemas"]["Enrolment"];
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
    cancelEnrolment: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id. */
                enrolmentId: string;
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
                    "application/json": components["schemas"]["Enrolment"];
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
    listMessages: {
        parameters: {
            query?: {
                /** @description Only of this member. */
                memberId?: components["schemas"]["MemberId"] & unknown;
                /** @description Only of this campaign. */
                campaign?: components["schemas"]["Code"] & unknown;
                /** @description Only of this template. */
                template?: string;
                /** @description Only these. */
                status?: ("reserved" | "sending" | "sent" | "bounced" | "suppressed" | "skipped" | "dropped" | "failed" | "unknown")[];
                /** @description Only for this reason, as message-reasons tells it. */
                reason?: string;
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
                    "application/json": components["schemas"]["MessagePage"];
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
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id. */
                messageId: string;
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
                    "application/json": components["schemas"]["Message"];
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
    getMessageReasons: {
        parameters: {
            query?: {
                /** @description Only of this member. */
                memberId?: components["schemas"]["MemberId"] & unknown;
                /** @description Only of this campaign. */
                campaign?: components["schemas"]["Code"] & unknown;
                /** @description Only of this template. */
                template?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageReasons"];
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
    retryMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id. */
                messageId: string;
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
                    "application/json": components["schemas"]["Message"];
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
    listSuppressions: {
        parameters: {
            query?: {
                /** @description Only this one. */
                address?: string;
                /** @description Only those of this one. */
                channel?: "email" | "sms" | "wechat" | "push";
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
                    "application/json": components["schemas"]["SuppressionPage"];
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
    createSuppression: {
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
                "application/json": components["schemas"]["SuppressionInput"];
            };
        };
        responses: {
            /** @description It was there, with its first reason. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suppression"];
                };
            };
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suppression"];
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
    deleteSuppression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id. */
                suppressionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
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
    getProgramme: {
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
                    "application/json": components["schemas"]["Programme"];
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
    applyProgramme: {
        parameters: {
            query?: {
                /** @description Check everything, say what would change, change nothing. */
                dryRun?: boolean;
            };
            header?: {
                /** @description The ETag that was read; another one now is a VERSION_CONFLICT. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProgrammeInput"];
                "application/yaml": string;
            };
        };
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Programme"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    getOverview: {
        parameters: {
            query?: {
                /** @description How many, today among them. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
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
    getTotals: {
        parameters: {
            query: {
                /** @description Rows. */
                by: "source" | "day" | "month";
                /** @description Not before this instant. */
                from?: string;
                /** @description Before this instant. */
                to?: string;
            };
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
                    "application/json": components["schemas"]["LedgerTotals"];
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
    getVerification: {
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
                    "application/json": components["schemas"]["LedgerVerification"];
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
    startVerification: {
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
            /** @description A worker seals what was posted and proves what came since it last held; ask again what it found. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerVerification"];
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
    createAdjustment: {
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
                "application/json": components["schemas"]["AdjustmentInput"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Adjustment"];
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
    getAdjustment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                adjustmentId: string;
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
                    "application/json": components["schemas"]["Adjustment"];
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
    createReversal: {
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
                "application/json": components["schemas"]["ReversalInput"];
            };
        };
        responses: {
            /** @description It was taken and is being worked on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reversal"];
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
    getReversal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                reversalId: string;
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
                    "application/json": components["schemas"]["Reversal"];
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
    listCoupons: {
        parameters: {
            query?: {
                /** @description Only of this member. */
                memberId?: components["schemas"]["MemberId"] & unknown;
                /** @description Only of this campaign. */
                campaign?: components["schemas"]["Code"] & unknown;
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
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    getCoupon: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its code; percent-encode it once. */
                coupon: components["schemas"]["CouponCode"] & unknown;
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
                    "application/json": components["schemas"]["Coupon"];
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
    redeemCoupon: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its code; percent-encode it once. */
                coupon: components["schemas"]["CouponCode"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CouponRedeemInput"];
            };
        };
        responses: {
            /** @description Used; a second call for the same order changes nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Coupon"];
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
    returnCoupon: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its code; percent-encode it once. */
                coupon: components["schemas"]["CouponCode"] & unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonInput"];
            };
        };
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Coupon"];
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
    cancelCoupon: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its code; percent-encode it once. */
                coupon: components["schemas"]["CouponCode"] & unknown;
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
                    "application/json": components["schemas"]["Coupon"];
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
    listReferrals: {
        parameters: {
            query?: {
                /** @description Only of this member. */
                memberId?: components["schemas"]["MemberId"] & unknown;
                /** @description Only these. */
                status?: ("joined" | "review" | "waiting" | "approved" | "paid" | "friend_only" | "refused" | "returned")[];
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
                    "application/json": components["schemas"]["ReferralCasePage"];
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
    listReviews: {
        parameters: {
            query?: {
                /** @description Only of this member. */
                memberId?: components["schemas"]["MemberId"] & unknown;
                /** @description What is decided. */
                subject?: string;
                /** @description Only these. */
                status?: ("open" | "approved" | "rejected")[];
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
                    "application/json": components["schemas"]["ReviewPage"];
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
    getReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                reviewId: string;
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
                    "application/json": components["schemas"]["Review"];
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
    decideReview: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                reviewId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionInput"];
            };
        };
        responses: {
            /** @description Decided. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
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
    listImports: {
        parameters: {
            query?: {
                /** @description Only these. */
                status?: ("queued" | "running" | "finished" | "failed" | "cancelled")[];
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
                    "application/json": components["schemas"]["ImportPage"];
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
    createImport: {
        parameters: {
            query: {
                /** @description What is in it. */
                kind: "orders" | "members";
                /** @description Check everything, say what would change, change nothing. */
                dryRun?: boolean;
                /** @description Of orders: move all dates so that the last one is on this day. */
                shiftTo?: string;
                /** @description Of orders: whose export it is, where its header does not tell. */
                format?: "shopify" | "woocommerce" | "magento" | "square" | "amazon" | "odoo";
                /** @description How its letters are encoded. */
                encoding?: string;
                /** @description What stands between its cells. */
                delimiter?: "," | ";" | "tab" | "|";
                /** @description What 05/01/2026 means. */
                dates?: "dmy" | "mdy" | "ymd";
                /** @description Of orders: what stands before the cents. */
                decimal?: "." | ",";
                /** @description Of orders: what several rows of one order are. */
                lines?: "sum" | "first";
                /** @description IANA zone of times that name none. */
                zone?: string;
                /** @description Of orders: what columns are called, as `order_id=Bestellnummer`. */
                map?: string[];
                /** @description What it is called where it comes from. */
                fileName?: string;
                /** @description Read as the file of this import was, where nothing else is said: for its rejects, mended. */
                as?: string;
            };
            header: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description It was taken and is being worked on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
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
    getImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id. */
                importId: string;
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
                    "application/json": components["schemas"]["Import"];
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
    listRejects: {
        parameters: {
            query?: {
                /** @description Rows of a page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Its id. */
                importId: string;
            };
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
                    "application/json": components["schemas"]["RejectPage"];
                    "text/csv": string;
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
    importAgain: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id. */
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ImportAgainInput"];
            };
        };
        responses: {
            /** @description It was taken and is being worked on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
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
    resumeImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id. */
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was taken and is being worked on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
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
    cancelImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id. */
                importId: string;
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
                    "application/json": components["schemas"]["Import"];
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
    createExport: {
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
                "application/json": components["schemas"]["ExportInput"];
            };
        };
        responses: {
            /** @description It was taken and is being worked on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
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
    getExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id. */
                exportId: string;
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
                    "application/json": components["schemas"]["Export"];
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
    getExportFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id. */
                exportId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                    "text/html": string;
                    "application/gzip": string;
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
    listAuditEntries: {
        parameters: {
            query?: {
                /** @description Only by this one. */
                actor?: string;
                /** @description Only of this thing. */
                target?: string;
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
                    "application/json": components["schemas"]["AuditEntryPage"];
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
    getHealth: {
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
                    "application/json": components["schemas"]["Health"];
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
    updateMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MePatch"];
            };
        };
        responses: {
            /** @description As it now is. */
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
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
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
    getMyProgramme: {
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
                    "application/json": components["schemas"]["MyProgramme"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    activateCard: {
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
            /** @description As it now is. */
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
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    listMyMessages: {
        parameters: {
            query?: {
                /** @description Only new ones. */
                unread?: boolean;
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
                    "application/json": components["schemas"]["MyMessagePage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    readMyMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key is the same request: a repeat gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Its id. */
                messageId: string;
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
                    "application/json": components["schemas"]["MyMessage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    listConnections: {
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
                    "application/json": components["schemas"]["ConnectionPage"];
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
    createConnection: {
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
                "application/json": components["schemas"]["ConnectionInput"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
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
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                connectionId: string;
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
                    "application/json": components["schemas"]["Connection"];
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
    deleteConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
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
    updateConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionPatch"];
            };
        };
        responses: {
            /** @description The thing as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
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
    takeShopify: {
        parameters: {
            query?: never;
            header: {
                /** @description What it is about. */
                "X-Shopify-Topic": string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken or ignored, with the reason; also what was here before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    takeWooCommerce: {
        parameters: {
            query?: never;
            header?: {
                /** @description What it is about; absent in the ping. */
                "X-WC-Webhook-Topic"?: string;
            };
            path: {
                /** @description Its id; percent-encode it once. */
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
                "application/x-www-form-urlencoded": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken or ignored, with the reason. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    takeSes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken or ignored, with the reason. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailConnectAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    takePostmark: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken or ignored, with the reason. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailConnectAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    takeMailgun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken or ignored, with the reason. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailConnectAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    takeSendgrid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken or ignored, with the reason. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailConnectAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    takeMailjet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken or ignored, with the reason. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailConnectAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    takeChannelReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id; percent-encode it once. */
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Taken. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelReportAnswer"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            404: components["responses"]["Problem404"];
            413: components["responses"]["Problem413"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    receiveNotification: {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the notification; the same on every try and replay. */
                "webhook-id": string;
                /** @description Unix seconds of this try. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Notification"];
            };
        };
        responses: {
            /** @description Taken. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send nothing more: the endpoint is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
