"""The database's own refusal to send what was not decided, or to somebody nobody has verified.

The actions refuse first and in words; this stands behind every path that may ever go round them.
"""

DISCLOSURE = """
create function refuse_an_unverified_recipient() returns trigger language plpgsql as $$
declare
    decided decisions_decision;
    today date := (new.sent_at at time zone 'Europe/London')::date;
begin
    select * into decided from decisions_decision where id = new.decision_id;
    if decided.decided not in ('share', 'share_part') or decided.agency_id <> new.agency_id
        or exists (select from decisions_decision where supersedes_id = new.decision_id)
    then
        raise exception 'nothing was sent: the decision in force does not let it leave'
            using errcode = 'restrict_violation';
    end if;
    if not exists (
        select from agencies_destination place
        where place.id = new.destination_id and place.agency_id = new.recipient_agency_id
          and new.verified_how = 'directory'
          and place.verified_on is not null and new.known_until >= today
    ) and not exists (
        select from disclosures_callback called
        where called.id = new.call_back_id and new.verified_how = 'call_back'
          and called.decision_id = new.decision_id
          and called.destination_id = new.destination_id
          and new.sent_at - called.made_at between interval '0' and interval '24 hours'
    ) then
        raise exception 'nothing was sent: nobody has made sure who receives it'
            using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger last_wall before insert on disclosures_disclosure
    for each row execute function refuse_an_unverified_recipient();
"""

ITEM = """
create function refuse_what_was_not_decided() returns trigger language plpgsql as $$
begin
    if not exists (
        select from disclosures_disclosure sent
        join decisions_decision decided on decided.id = sent.decision_id
        join concerns_concern worry on worry.id = decided.concern_id
        left join concerns_item item on item.concern_id = worry.id and item.id = new.item_id
        where sent.id = new.disclosure_id and case new.told_as
            when 'item' then item.id is not null
            when 'adult' then worry.adult_content is not null
            else worry.child_wants_content is not null
        end
    ) then
        raise exception 'nothing was sent: an item is not part of the decision'
            using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger last_wall before insert on disclosures_discloseditem
    for each row execute function refuse_what_was_not_decided();
"""

AWAY = """
drop trigger last_wall on disclosures_disclosure;
drop trigger last_wall on disclosures_discloseditem;
drop function refuse_an_unverified_recipient();
drop function refuse_what_was_not_decided();
"""
